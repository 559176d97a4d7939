import { AppError } from '../../core/errors.ts';
import type { ByteSource } from './blob-source.ts';
import { decoderOf } from './decoders/index.ts';

/** The bytes aren't valid UTF-8: the reader must begin again with another encoding. */
export class InvalidUtf8 extends Error {
  override name = 'InvalidUtf8';
}

/** Passes UTF-8 on as it is, without its BOM, and stops at the first byte that isn't. */
export class Utf8Source implements ByteSource {
  /** NUL bytes seen by the newest `chunks`: they are characters like others, but seldom meant. */
  nuls = 0;

  constructor(private readonly source: ByteSource) {}

  share(): number {
    return this.source.share();
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const check = (bytes?: Uint8Array): void => {
      try {
        decoder.decode(bytes, { stream: bytes !== undefined });
      } catch {
        throw new InvalidUtf8();
      }
    };
    let open = false;
    let first = true;
    this.nuls = 0;
    for await (const chunk of this.source.chunks()) {
      const ascii = isAscii(chunk);
      // A chunk may end within a character, which the next one has to complete.
      if (!ascii || open) check(chunk);
      this.nuls += nulsIn(chunk);
      open = !ascii && chunk[chunk.length - 1]! > 127;
      yield first ? withoutBom(chunk) : chunk;
      first = false;
    }
    check();
  }
}

const withoutBom = (chunk: Uint8Array): Uint8Array =>
  chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;

function nulsIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) count++;
  return count;
}

const HIGH_BITS = 0x80808080;

/** True if no byte is above 127; eight words at a time, since every byte of every file passes here. */
export function isAscii(bytes: Uint8Array): boolean {
  const lead = (4 - (bytes.byteOffset & 3)) & 3;
  if (bytes.length <= lead) return bytes.every((byte) => byte < 128);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + lead, (bytes.length - lead) >> 2);
  let seen = 0;
  for (let i = 0; i < lead; i++) seen |= bytes[i]!;
  for (let i = lead + words.length * 4; i < bytes.length; i++) seen |= bytes[i]!;
  if (seen > 127) return false;
  let i = 0;
  for (; i + 8 <= words.length; i += 8) {
    const some = words[i]! | words[i + 1]! | words[i + 2]! | words[i + 3]!;
    const more = words[i + 4]! | words[i + 5]! | words[i + 6]! | words[i + 7]!;
    if (((some | more) & HIGH_BITS) !== 0) return false;
  }
  for (; i < words.length; i++) if ((words[i]! & HIGH_BITS) !== 0) return false;
  return true;
}

/** Turns any encoding that we know into UTF-8; bytes that it doesn't allow become U+FFFD where `lenient`, and else are an error. */
export class TranscodingSource implements ByteSource {
  constructor(
    private readonly source: ByteSource,
    private readonly encoding: string,
    private readonly file: string,
    private readonly lenient = false,
  ) {}

  share(): number {
    return this.source.share();
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const decoder = decoderOf(this.encoding, !this.lenient);
    const encoder = new TextEncoder();
    const decode = (bytes?: Uint8Array): Uint8Array => {
      try {
        return encoder.encode(decoder.decode(bytes, { stream: bytes !== undefined }));
      } catch (cause) {
        throw new AppError('import.wrong-encoding', { file: this.file, encoding: this.encoding }, { cause });
      }
    };
    for await (const chunk of this.source.chunks()) {
      const text = decode(chunk);
      if (text.length > 0) yield text;
    }
    const rest = decode();
    if (rest.length > 0) yield rest;
  }
}
