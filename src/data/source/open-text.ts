import type { ImportOptions } from '../../contract/import.ts';
import { AppError } from '../../core/errors.ts';
import type { ByteSource, FileLike } from './blob-source.ts';
import { BlobSource } from './blob-source.ts';
import { canonicalEncoding, encodingOfHead, fallbackEncoding } from './encoding.ts';
import { GzipSource } from './gzip-source.ts';
import { TranscodingSource, Utf8Source } from './utf8-source.ts';

export interface OpenText {
  /** UTF-8 without a BOM. */
  source: ByteSource;
  encoding: string;
}

/**
 * A file's text as UTF-8. The encoding is what the options name, or what the first bytes give away, or UTF-8, checked on the way
 * (`InvalidUtf8` where it isn't); with `notUtf8` it is guessed from the whole file.
 */
export async function openText(
  file: FileLike,
  packed: boolean,
  options: ImportOptions,
  notUtf8 = false,
  readBytes?: number,
): Promise<OpenText> {
  const blob = new BlobSource(file, readBytes);
  const raw = packed ? new GzipSource(blob, file.name) : blob;
  const encoding = await encodingOf(raw, file.name, options, notUtf8);
  if (encoding === 'utf-8' && options.encoding === undefined) return { source: new Utf8Source(raw), encoding };
  return { source: new TranscodingSource(raw, encoding, file.name), encoding };
}

async function encodingOf(raw: ByteSource, file: string, options: ImportOptions, notUtf8: boolean): Promise<string> {
  if (options.encoding !== undefined) return canonicalEncoding(options.encoding);
  if (notUtf8) return fallbackEncoding(raw);
  for await (const head of raw.chunks()) return encodingOfHead(head) ?? 'utf-8';
  throw new AppError('import.empty-file', { file });
}
