import type { FileLike } from '../../source/blob-source.ts';
import type { Codec } from './compression.ts';
import { unpack } from './compression.ts';
import type { Layout, Region } from './layout.ts';
import type { Message } from './messages.ts';
import type { ArrowType } from './schema.ts';

/** Values of one field in memory. `buffers` are those behind the validity, checked to be long enough. */
export interface Vector {
  type: ArrowType;
  length: number;
  /** Absent where no value is null. */
  validity: Uint8Array | undefined;
  buffers: Uint8Array[];
  children: Vector[];
  names: string[];
  /** What the values, then indices, point into: the dictionary's pieces. */
  dictionary?: Vector[];
}

/** Up to here a body is read at once; of larger ones only the buffers asked for. */
const WHOLE_BODY = 32 << 20;

/** Reads buffers of one message's body. */
export class Body {
  private whole: Promise<Uint8Array> | undefined;

  constructor(
    private readonly file: FileLike,
    private readonly message: Message,
    private readonly codec: Codec | undefined,
  ) {}

  async read({ offset, bytes }: Region): Promise<Uint8Array> {
    if (bytes === 0) return new Uint8Array(0);
    const { bodyBytes } = this.message;
    if (offset < 0 || bytes < 0 || offset + bytes > bodyBytes) throw new RangeError('a buffer lies outside its batch');
    const raw = await this.slice(offset, bytes);
    return this.codec ? unpack(raw, this.codec) : raw;
  }

  private async slice(offset: number, bytes: number): Promise<Uint8Array> {
    const { bodyAt, bodyBytes } = this.message;
    if (bodyBytes > WHOLE_BODY) return this.fetch(bodyAt + offset, bytes);
    this.whole ??= this.fetch(bodyAt, bodyBytes);
    return (await this.whole).subarray(offset, offset + bytes);
  }

  private async fetch(at: number, bytes: number): Promise<Uint8Array> {
    return new Uint8Array(await this.file.slice(at, at + bytes).arrayBuffer());
  }
}

/** Reads a field's values; `dictionaries` holds those met so far. */
export async function loadVector(
  layout: Layout,
  body: Body,
  dictionaries: ReadonlyMap<number, Vector[]>,
): Promise<Vector> {
  const { type, length } = layout;
  const validity = layout.validity && layout.nulls !== 0 ? await body.read(layout.validity) : undefined;
  const buffers: Uint8Array[] = [];
  for (const region of layout.buffers) buffers.push(await body.read(region));
  const children: Vector[] = [];
  for (const child of layout.children) children.push(await loadVector(child, body, dictionaries));
  const vector: Vector = { type, length, validity, buffers, children, names: layout.names };
  if (validity) atLeast(validity, Math.ceil(length / 8));
  if (length > 0) atLeast(buffers[0], bytesFor(type, length));
  if (layout.dictionary !== undefined) vector.dictionary = dictionaries.get(layout.dictionary);
  if (layout.dictionary !== undefined && !vector.dictionary) throw new RangeError('a dictionary is missing');
  return vector;
}

function atLeast(buffer: Uint8Array | undefined, bytes: number): void {
  if ((buffer?.length ?? 0) < bytes) throw new RangeError(`a buffer of ${buffer?.length ?? 0} bytes, not ${bytes}`);
}

const INTERVAL_BYTES = { months: 4, days: 8, nanos: 16 };

/** The least bytes of the first buffer behind the validity. */
function bytesFor(type: ArrowType, length: number): number {
  switch (type.is) {
    case 'bool':
      return Math.ceil(length / 8);
    case 'int':
    case 'float':
    case 'decimal':
    case 'date':
    case 'time':
    case 'timestamp':
    case 'duration':
      return (length * type.bits) / 8;
    case 'interval':
      return length * INTERVAL_BYTES[type.of];
    case 'fixed-bytes':
      return length * type.size;
    case 'text':
    case 'bytes':
    case 'list':
    case 'map':
      return (length + 1) * (type.wide ? 8 : 4);
    case 'list-view':
      return length * (type.wide ? 8 : 4);
    case 'text-view':
    case 'bytes-view':
      return length * 16;
    case 'union':
      return length;
    default:
      return 0;
  }
}

type TypedArrays = Int32Array | BigInt64Array | Float64Array;

/** A buffer as numbers; copied where it doesn't lie on their boundary. */
export function typed<T extends TypedArrays>(
  Type: { new (buffer: ArrayBufferLike, at: number, length: number): T; BYTES_PER_ELEMENT: number },
  bytes: Uint8Array,
): T {
  const aligned = bytes.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Type(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / Type.BYTES_PER_ELEMENT));
}
