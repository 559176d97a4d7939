import type { AwaitedTable } from '../../contract/document.ts';

const lower = (names: readonly { name: string }[]): Set<string> => new Set(names.map(({ name }) => name.toLowerCase()));

/** The columns that a template's table has and these have not. */
export function missingColumns(awaited: AwaitedTable, columns: readonly { name: string }[]): string[] {
  const there = lower(columns);
  return awaited.columns.filter(({ name }) => !there.has(name.toLowerCase())).map(({ name }) => name);
}

/** The table that a template waits for and that these columns can be, if there is one. */
export const awaitedFor = (
  awaits: readonly AwaitedTable[],
  columns: readonly { name: string }[],
): AwaitedTable | undefined => awaits.find((awaited) => missingColumns(awaited, columns).length === 0);
