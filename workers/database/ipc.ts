import { DataType, RecordBatchReader } from 'apache-arrow';
import type { Field } from 'apache-arrow';
import { AppError } from '../../src/core/errors.ts';
import { countArrowRows } from '../../src/data/arrow-stream.ts';

const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

const endsProperly = (ipc: Uint8Array): boolean =>
  ipc.length >= 8 && endOfStream.every((byte, i) => ipc[ipc.length - 8 + i] === byte);

/** The engine's chunks of an Arrow IPC stream, with the end mark that DuckDB leaves out. */
export function wholeStream(chunks: Uint8Array[]): Uint8Array[] {
  const last = chunks.at(-1);
  return last && endsProperly(last) ? chunks : [...chunks, endOfStream.slice()];
}

/** The parts of a stream as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The rows of an Arrow IPC stream. Throws `engine.bad-batch` where it is cut short: DuckDB would join the next one to it. */
export function countRows(ipc: Uint8Array): number {
  try {
    return countArrowRows(ipc);
  } catch (error) {
    throw new AppError('engine.bad-batch', { message: String(error) }, { cause: error });
  }
}

/**
 * Throws `sql.enum-column` where a result holds an ENUM: DuckDB-WASM 1.32 leaves its dictionary out of the stream, and every
 * value would arrive as null.
 */
export function refuseEnums(header: Uint8Array): void {
  const { schema } = RecordBatchReader.from(wholeStream([header])).open();
  const column = schema.fields.find(holdsEnum);
  if (column) throw new AppError('sql.enum-column', { column: column.name });
}

const holdsEnum = ({ type }: Field): boolean =>
  DataType.isDictionary(type) || ((type.children as Field[] | null) ?? []).some(holdsEnum);
