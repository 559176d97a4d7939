import { AppError } from '../../core/errors.ts';
import type { ByteSource } from './blob-source.ts';

/** The encoding that the first bytes name or give away; undefined where UTF-8 should be tried. */
export function encodingOfHead(head: Uint8Array): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return utf16WithoutBom(head);
}

/** Latin text in UTF-16 has a zero in every other byte; no text in UTF-8 has. */
function utf16WithoutBom(head: Uint8Array): string | undefined {
  const length = Math.min(head.length & ~1, 1024);
  if (length < 4) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i & 1]!++;
  const most = length / 2;
  if (zeros[1]! > most * 0.7 && zeros[0]! < most * 0.1) return 'utf-16le';
  return zeros[0]! > most * 0.7 && zeros[1]! < most * 0.1 ? 'utf-16be' : undefined;
}

/** The platform's own name of an encoding. */
export function canonicalEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new AppError('import.unknown-encoding', { encoding: label }, { cause });
  }
}

/** For a file that isn't UTF-8: gb18030 if all of it reads as that, else windows-1252, which takes any bytes. */
export async function fallbackEncoding(source: ByteSource): Promise<'gb18030' | 'windows-1252'> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  try {
    for await (const chunk of source.chunks()) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return 'gb18030';
  } catch (error) {
    if (error instanceof AppError) throw error;
    return 'windows-1252';
  }
}
