import type { ColumnType } from '../contract/import.ts';

/** Bytes of a value in the engine's tables; longer texts are kept apart from their column. */
const VALUE_BYTES: Record<ColumnType, number> = { text: 16, integer: 8, number: 8, timestamp: 8, date: 4, boolean: 1 };
/** Texts up to here stand within the sixteen bytes. */
const INLINE_TEXT = 12;
/** What the engine must keep free to sort and group, as a share of its limit. */
const WORKING_SHARE = 0.2;

/** The bytes of a row, from sampled rows as text. */
export function rowBytes(types: readonly ColumnType[], rows: readonly (readonly (string | null)[])[]): number {
  return types.reduce((sum, type, column) => {
    const longer = type === 'text' ? rows.map((row) => row[column]?.length ?? 0).filter((n) => n > INLINE_TEXT) : [];
    const apart = rows.length > 0 ? longer.reduce((total, n) => total + n, 0) / rows.length : 0;
    return sum + VALUE_BYTES[type] + apart;
  }, 0);
}

/** The bytes that tables to come may take, from what the engine holds and may hold. */
export const freeBytes = ({ used, limit }: { used: number; limit: number }): number =>
  Math.max(0, limit * (1 - WORKING_SHARE) - used);
