import type { ColumnReport, ColumnType, Ledger, Notice } from '../../contract/import.ts';

/** A column of a table that is there, or of a file that was read. */
export interface TypedColumn {
  name: string;
  type: ColumnType;
}

/** A column without a value fits any type. */
const isEmpty = ({ nulls }: ColumnReport, rows: number): boolean => nulls === rows;

/** True where both files have the same columns, whatever their order; names that we made up must agree in type and place too. */
export function sameColumns(a: Ledger, b: Ledger): boolean {
  if (a.columns.length !== b.columns.length) return false;
  const names = new Set(a.columns.map(({ name }) => name));
  if (!b.columns.every(({ name }) => names.has(name))) return false;
  const named = a.sniffed.header !== false && b.sniffed.header !== false;
  return named || a.columns.every(({ type }, index) => type === b.columns[index]!.type);
}

/**
 * The type that holds every file's values of each column as they are: whole numbers among decimals as decimals, dates among
 * times as times, all else that differs as text.
 */
export function commonColumns(ledgers: readonly Ledger[]): TypedColumn[] {
  return ledgers[0]!.columns.map(({ name }) => {
    const types = ledgers.flatMap(({ columns, rows }) => {
      const column = columns.find((candidate) => candidate.name === name)!;
      return isEmpty(column, rows) ? [] : [column.type];
    });
    return { name, type: types.reduce(commonType, types[0] ?? 'text') };
  });
}

function commonType(a: ColumnType, b: ColumnType): ColumnType {
  if (a === b) return a;
  const pair = [a, b].sort().join(' ');
  if (pair === 'integer number') return 'number';
  return pair === 'date timestamp' ? 'timestamp' : 'text';
}

/** Columns that are text only because files differ, with what each file has. */
export function differingNotices(
  parts: readonly { name: string; ledger: Ledger }[],
  columns: readonly TypedColumn[],
): Notice[] {
  const text = columns.filter(({ type }) => type === 'text');
  return text.flatMap(({ name }) => {
    const types = parts.map(({ ledger }) => ledger.columns.find((column) => column.name === name)!.type);
    if (types.every((type) => type === 'text')) return [];
    const files = parts.map((part, index) => `${part.name} (${types[index]})`).join(', ');
    return [{ code: 'import.joined-as-text', values: { column: name, files }, columns: [name] }];
  });
}

/** The columns that must be read again as text, since a value once typed may not be written as it was. */
export const mustBeText = ({ columns, rows }: Ledger, wanted: readonly TypedColumn[]): string[] =>
  columns
    .filter((column) => column.type !== 'text' && !isEmpty(column, rows))
    .filter(({ name }) => wanted.find((column) => column.name === name)?.type === 'text')
    .map(({ name }) => name);
