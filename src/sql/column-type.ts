import type { ColumnType } from '../contract/import.ts';

const TYPES: readonly (readonly [RegExp, ColumnType])[] = [
  [/^(VARCHAR|TEXT|STRING)/, 'text'],
  [/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/, 'integer'],
  [/^(DOUBLE|FLOAT|REAL|DECIMAL)/, 'number'],
  [/^TIMESTAMP/, 'timestamp'],
  [/^DATE$/, 'date'],
  [/^BOOLEAN$/, 'boolean'],
];

/** What a DuckDB type holds, in the words of an import; undefined for lists, structs, blobs and the like. */
export const columnTypeOf = (type: string): ColumnType | undefined =>
  type.endsWith(']') ? undefined : TYPES.find(([pattern]) => pattern.test(type))?.[1];
