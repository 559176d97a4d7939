import type { FileLike } from '../../source/blob-source.ts';
import { FlatTable, safe } from './flatbuffer.ts';
import type { ArrowSchema } from './schema.ts';
import { readSchema } from './schema.ts';

/** The kinds of messages that make a table, in the order of the union `MessageHeader`. */
export const Header = { schema: 1, dictionary: 2, batch: 3 } as const;

/** A message: its header's table, and where its body lies in the file. */
export interface Message {
  kind: number;
  header: FlatTable;
  /** Before version 5 of the metadata, unions had a bitmap of nulls. */
  version: number;
  bodyAt: number;
  bodyBytes: number;
}

export interface ArrowFile {
  format: 'arrow' | 'arrow-stream';
  schema: ArrowSchema;
  /** Dictionaries and batches, in an order in which each dictionary comes before its use. */
  messages(): AsyncGenerator<Message>;
}

const MAGIC = 'ARROW1';
const CONTINUATION = 0xffffffff;
/** Metadata of any table is smaller; a longer one is damage. */
const MOST_METADATA = 256 << 20;

const bytesOf = async (file: FileLike, start: number, end: number): Promise<Uint8Array> => {
  if (start < 0 || end > file.size || start > end) throw new RangeError(`bytes ${start} to ${end} of ${file.size}`);
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
};

const isMagic = (bytes: Uint8Array): boolean => [...MAGIC].every((char, index) => bytes[index] === char.charCodeAt(0));

/** Understands an IPC file by its footer, an IPC stream from its first message; any fault is a RangeError. */
export async function openArrowFile(file: FileLike): Promise<ArrowFile> {
  const head = await bytesOf(file, 0, Math.min(file.size, MAGIC.length));
  return isMagic(head) ? openFile(file) : openStream(file);
}

async function openFile(file: FileLike): Promise<ArrowFile> {
  const tail = await bytesOf(file, file.size - 4 - MAGIC.length, file.size);
  if (!isMagic(tail.subarray(4))) throw new RangeError('the footer is missing');
  const bytes = new DataView(tail.buffer).getInt32(0, true);
  const end = file.size - tail.length;
  const footer = FlatTable.root(await bytesOf(file, end - bytes, end));
  const schema = footer.table(1);
  if (!schema) throw new RangeError('the footer has no schema');
  const places = [...blocks(footer, 2), ...blocks(footer, 3)];
  return {
    format: 'arrow',
    schema: readSchema(schema),
    async *messages() {
      for (const at of places) {
        const message = await messageAt(file, at);
        if (!message) throw new RangeError(`no message at ${at}`);
        yield message;
      }
    },
  };
}

/** Where the messages of the footer's list begin. */
const blocks = (footer: FlatTable, slot: number): number[] =>
  footer.structs(slot, 24, (view, at) => safe(view.getBigInt64(at, true)));

async function openStream(file: FileLike): Promise<ArrowFile> {
  const first = await messageAt(file, 0);
  if (first?.kind !== Header.schema) throw new RangeError('no schema comes first');
  return {
    format: 'arrow-stream',
    schema: readSchema(first.header),
    async *messages() {
      let at = first.bodyAt + first.bodyBytes;
      for (let next = await messageAt(file, at); next; next = await messageAt(file, at)) {
        yield next;
        at = next.bodyAt + next.bodyBytes;
      }
    },
  };
}

/** The message that begins here; none at the end of the file or of the stream. */
async function messageAt(file: FileLike, start: number): Promise<Message | undefined> {
  if (start === file.size) return undefined;
  const prefix = await bytesOf(file, start, Math.min(file.size, start + 8));
  const view = new DataView(prefix.buffer);
  // Before version 0.15 of the format, the length stood alone.
  const marked = view.getUint32(0, true) === CONTINUATION;
  const length = view.getInt32(marked ? 4 : 0, true);
  if (length === 0) return undefined;
  if (length < 0 || length > MOST_METADATA) throw new RangeError(`metadata of ${length} bytes`);
  const at = start + (marked ? 8 : 4);
  const table = FlatTable.root(await bytesOf(file, at, at + length));
  const header = table.table(2);
  if (!header) throw new RangeError(`an empty message at ${start}`);
  const bodyBytes = table.int64(3);
  const bodyAt = at + length;
  if (bodyBytes < 0 || bodyAt + bodyBytes > file.size)
    throw new RangeError(`the file ends within the body at ${bodyAt}`);
  return { kind: table.int8(1), header, version: table.int16(0), bodyAt, bodyBytes };
}
