import { sha256 } from '../digest.ts';
import { damaged } from '../damaged.ts';
import { gunzip } from './gzip.ts';
import type { ZipReader } from './zip-reader.ts';

/** No file of a project is longer: what claims to be would have to be held in memory to be checked. */
export const mostFileBytes = 2 ** 29;

/**
 * The content of a gzipped entry, of the length (at most `most`) and hash given. Throws `project.damaged`; of a bomb no more
 * is unfolded than that length.
 */
export async function readContent(
  zip: ZipReader,
  entry: string,
  expected: { bytes: number; sha256: string },
  most = mostFileBytes,
): Promise<Uint8Array> {
  if (expected.bytes > most) throw damaged(`${entry}: ${expected.bytes} bytes`);
  const packed = await zip.entry(entry);
  const content = await gunzip(packed, expected.bytes).catch((cause: unknown) => {
    throw damaged(`${entry}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  });
  const isWhole = content.length === expected.bytes && (await sha256(content)) === expected.sha256;
  if (!isWhole) throw damaged(entry);
  return content;
}
