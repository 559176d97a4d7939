import type { DatabaseApi } from '../contract/workers.ts';
import type { Call } from './bridge.ts';

type Row = Record<string, unknown>;

/**
 * The rows of a small result as objects. Ask for DOUBLE and VARCHAR only: they come as numbers and strings.
 * Arrow is loaded when first needed, as the page's first script must stay small.
 */
export async function readRows<T extends Row = Row>(ipc: Uint8Array | Uint8Array[]): Promise<T[]> {
  const { tableFromIPC } = await import('apache-arrow');
  const table = tableFromIPC(ipc);
  const columns = table.schema.fields.map((field, i) => [field.name, table.getChildAt(i)] as const);
  return Array.from(
    { length: table.numRows },
    (_, row) => Object.fromEntries(columns.map(([name, vector]) => [name, plain(vector?.get(row))])) as T,
  );
}

/** Lists become arrays; integers that slipped through become numbers. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  const isList = value !== null && typeof value === 'object' && Symbol.iterator in value;
  return isList ? Array.from(value as Iterable<unknown>, plain) : (value ?? null);
};

/** Asks the database and reads the rows. */
export const ask = async <T extends Row>(call: Call<DatabaseApi>, sql: string, signal?: AbortSignal): Promise<T[]> =>
  readRows<T>(await call('query', [sql, signal]));

/** What is moved to a worker with the pieces of a stream. */
export const buffersOf = (pieces: readonly Uint8Array[]): ArrayBuffer[] =>
  pieces.map(({ buffer }) => buffer as ArrayBuffer);
