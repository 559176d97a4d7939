import type { Data } from 'apache-arrow';
import { tableFromIPC, Type } from 'apache-arrow';
import type { ImportOptions, Ledger } from '../contract/import.ts';
import { decodeFile } from './decode.ts';
import type { FileLike } from './source/blob-source.ts';

/** A file in memory, for tests. */
export function fileOf(content: string | Uint8Array, name = 'test.csv'): FileLike {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Object.assign(new Blob([bytes.slice()]), { name });
}

export interface Decoded {
  ledger: Ledger;
  /** By column: texts, numbers, bigints, booleans, ISO times and dates, nulls. */
  columns: Map<string, unknown[]>;
  /** How many passes sent rows. */
  passes: number;
  batches: number;
}

/** Imports a file and reads the Arrow batches back. */
export async function decode(file: FileLike, options: ImportOptions = {}): Promise<Decoded> {
  let columns = new Map<string, unknown[]>();
  let passes = 1;
  let batches = 0;
  const ledger = await decodeFile(file, options, async (part) => {
    await Promise.resolve();
    if (part.kind === 'begin') {
      columns = new Map();
      passes++;
      return;
    }
    batches++;
    const table = tableFromIPC(part.ipc);
    if (table.numRows !== part.rows) throw new Error(`${table.numRows} rows sent as ${part.rows}`);
    table.schema.fields.forEach(({ name }, index) => {
      const values = table.getChildAt(index)!.data.flatMap(plainValues);
      columns.set(name, [...(columns.get(name) ?? []), ...values]);
    });
  });
  return { ledger, columns, passes, batches };
}

/** `decode` of a text. */
export const decodeText = (text: string, options: ImportOptions = {}, name?: string): Promise<Decoded> =>
  decode(fileOf(text, name), options);

/** One column's values. */
export async function columnOf(
  text: string,
  column: string,
  options: ImportOptions = {},
  name?: string,
): Promise<unknown[]> {
  return (await decodeText(text, options, name)).columns.get(column) ?? [];
}

/** The type and counts of one column. */
export const report = ({ ledger }: Decoded, name: string) => ledger.columns.find((column) => column.name === name)!;

// The vectors' own `get` rounds times to milliseconds: the stored integers are read instead.
function plainValues(data: Data): unknown[] {
  return Array.from({ length: data.length }, (_, row) => (data.getValid(row) ? plainValue(data, row) : null));
}

function plainValue(data: Data, row: number): unknown {
  switch (data.typeId) {
    case Type.Utf8:
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
        (data.values as Uint8Array).subarray(data.valueOffsets[row], data.valueOffsets[row + 1]),
      );
    case Type.Bool:
      return ((data.values as Uint8Array)[row >> 3]! & (1 << (row & 7))) !== 0;
    case Type.Timestamp:
      return isoOf((data.values as BigInt64Array)[row]!);
    case Type.Date:
      return new Date((data.values as Int32Array)[row]! * 86400000).toISOString().slice(0, 10);
    default:
      return (data.values as ArrayLike<unknown>)[row];
  }
}

function isoOf(micros: bigint): string {
  const millis = micros >= 0n ? micros / 1000n : (micros - 999n) / 1000n;
  const rest = Number(micros - millis * 1000n);
  const iso = new Date(Number(millis)).toISOString();
  return rest === 0 ? iso : iso.replace('Z', `${String(rest).padStart(3, '0')}Z`);
}
