/** One message of an Arrow IPC stream: where it is, what it is, and how many rows it holds. */
interface Message {
  start: number;
  end: number;
  kind: number;
  rows: number;
}

const MARKER = 0xffffffff;
const HEAD_BYTES = 8;
/** Kinds of messages, as the format's Message.fbs numbers them. */
const SCHEMA = 1;
const BATCH = 3;

const broken = (detail: string): RangeError => new RangeError(`Arrow stream: ${detail}`);

/**
 * The rows of an Arrow IPC stream, by the headers of its messages alone. Throws RangeError where it is torn, has no end mark,
 * or goes on behind it: DuckDB takes such a stream without a word.
 */
export function countArrowRows(ipc: Uint8Array): number {
  let rows = 0;
  for (const message of messagesOf(ipc)) rows += message.rows;
  return rows;
}

/**
 * Cuts an Arrow IPC stream between its record batches into streams of at most `most` bytes, as far as single batches allow;
 * one with dictionaries stays whole.
 */
export function cutArrowStream(ipc: Uint8Array, most: number): Uint8Array[] {
  const [schema, ...batches] = messagesOf(ipc);
  if (ipc.length <= most || batches.some(({ kind }) => kind !== BATCH)) return [ipc];
  const head = ipc.subarray(0, schema!.end);
  const pieces: Uint8Array[] = [];
  for (let first = 0, at = 0; at < batches.length; at++) {
    const next = batches[at + 1];
    if (next && head.length + next.end - batches[first]!.start + HEAD_BYTES <= most) continue;
    pieces.push(streamOf(head, ipc.subarray(batches[first]!.start, batches[at]!.end)));
    first = at + 1;
  }
  return pieces;
}

function streamOf(head: Uint8Array, batches: Uint8Array): Uint8Array {
  const stream = new Uint8Array(head.length + batches.length + HEAD_BYTES);
  stream.set(head);
  stream.set(batches, head.length);
  new DataView(stream.buffer).setUint32(head.length + batches.length, MARKER, true);
  return stream;
}

/** The messages up to the end mark, which must be the last thing there is. */
function* messagesOf(ipc: Uint8Array): Generator<Message> {
  const view = new DataView(ipc.buffer, ipc.byteOffset, ipc.byteLength);
  for (let start = 0; ;) {
    if (start + HEAD_BYTES > ipc.length) throw broken('the end mark is missing');
    if (view.getUint32(start, true) !== MARKER) throw broken('a message is missing');
    const metadataBytes = view.getInt32(start + 4, true);
    if (metadataBytes === 0 && start + HEAD_BYTES === ipc.length) return;
    if (metadataBytes <= 0) throw broken('it goes on behind its end mark');
    const message = readMessage(view, start, metadataBytes);
    if ((message.kind === SCHEMA) !== (start === 0)) throw broken('the schema is not where it should be');
    yield message;
    start = message.end;
  }
}

/** Message { version, header type, header, body's length }; a record batch begins with its number of rows. */
function readMessage(view: DataView, start: number, metadataBytes: number): Message {
  const at = start + HEAD_BYTES;
  const table = at + view.getUint32(at, true);
  const kindAt = fieldAt(view, table, 1);
  const headerAt = fieldAt(view, table, 2);
  const bodyAt = fieldAt(view, table, 3);
  const kind = kindAt === 0 ? 0 : view.getUint8(kindAt);
  const body = bodyAt === 0 ? 0 : Number(view.getBigInt64(bodyAt, true));
  const end = at + metadataBytes + body;
  if (body < 0 || end > view.byteLength) throw broken('a message is cut off');
  const rows = kind === BATCH && headerAt > 0 ? batchRows(view, headerAt + view.getUint32(headerAt, true)) : 0;
  return { start, end, kind, rows };
}

function batchRows(view: DataView, table: number): number {
  const at = fieldAt(view, table, 0);
  const rows = at === 0 ? 0 : Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(rows) || rows < 0) throw broken('a batch has no number of rows');
  return rows;
}

/** Where a FlatBuffers table keeps a field; 0 where it leaves it at its default. */
function fieldAt(view: DataView, table: number, field: number): number {
  const slots = table - view.getInt32(table, true);
  const slot = 4 + 2 * field;
  if (slot >= view.getUint16(slots, true)) return 0;
  const offset = view.getUint16(slots + slot, true);
  return offset === 0 ? 0 : table + offset;
}
