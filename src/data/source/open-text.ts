import type { ImportOptions } from '../../contract/import.ts';
import { AppError } from '../../core/errors.ts';
import type { ByteSource } from './blob-source.ts';
import { canonicalEncoding } from './decoders/index.ts';
import type { DetectedEncoding } from './encoding-detect.ts';
import { detectEncoding } from './encoding-detect.ts';
import { encodingOfHead } from './encoding.ts';
import { TranscodingSource, Utf8Source } from './utf8-source.ts';

export interface OpenText {
  /** UTF-8 without a BOM. */
  source: ByteSource;
  encoding: string;
  /** Where the encoding was guessed from the whole file: what else it could be, and what it doesn't allow. */
  detected?: DetectedEncoding;
}

/**
 * A file's text as UTF-8. The encoding is what the options name, or what the first bytes give away, or UTF-8, checked on the way
 * (`InvalidUtf8` where it isn't); with `notUtf8` it is guessed from the whole file.
 */
export async function openText(
  raw: ByteSource,
  file: string,
  options: ImportOptions,
  notUtf8 = false,
): Promise<OpenText> {
  if (options.encoding !== undefined) {
    const encoding = canonicalEncoding(options.encoding);
    return { source: new TranscodingSource(raw, encoding, file), encoding };
  }
  if (notUtf8) {
    const detected = await detectEncoding(raw);
    const { encoding, broken } = detected;
    return { source: new TranscodingSource(raw, encoding, file, broken !== undefined), encoding, detected };
  }
  const encoding = await encodingOf(raw, file);
  const source = encoding === 'utf-8' ? new Utf8Source(raw) : new TranscodingSource(raw, encoding, file);
  return { source, encoding };
}

async function encodingOf(raw: ByteSource, file: string): Promise<string> {
  for await (const head of raw.chunks()) return canonicalEncoding(encodingOfHead(head) ?? 'utf-8');
  throw new AppError('import.empty-file', { file });
}
