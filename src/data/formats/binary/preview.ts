import type { Preview } from '../../../contract/import.ts';
import { rowBytes } from '../../estimate.ts';
import { columnNames } from '../../names.ts';
import type { FileLike } from '../../source/blob-source.ts';
import type { BinaryTable, OpenBinary } from './table.ts';

/** The columns of a file that brings its own types, and its first `most` rows as text. */
export async function previewBinary(open: OpenBinary, file: FileLike, most: number): Promise<Preview> {
  const table = await open(file);
  const names = columnNames(table.columns.map(({ name }) => name));
  const rows = await firstRows(table, most);
  const count = await table.countRows();
  const types = table.columns.map(({ type }) => type);
  return {
    sniffed: { format: table.format, encoding: 'utf-8' },
    columns: types.map((type, index) => ({ name: names[index]!, type })),
    rows,
    questions: [],
    estimate: { rows: count, bytes: Math.round(count * rowBytes(types, rows)) },
  };
}

async function firstRows(table: BinaryTable, most: number): Promise<(string | null)[][]> {
  const all = table.columns.map((_, index) => index);
  for await (const batch of table.batches(all, most, most)) {
    const texts: (string | null)[][] = [];
    for (const column of all) texts.push(await batch.texts(column));
    return Array.from({ length: batch.rows }, (_, row) => texts.map((column) => column[row] ?? null));
  }
  return [];
}
