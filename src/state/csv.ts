import type { JobOptions } from '../contract/engine.ts';
import type { Cell, WrittenDialect } from '../data/export/delimited.ts';
import { SPREADSHEET, writeDelimited } from '../data/export/delimited.ts';
import { WRITTEN_ENCODINGS } from '../data/export/encode.ts';

export type { WrittenDialect };

/** What an analyst may choose when a table is exported as text. */
export const csvChoices = {
  delimiter: [',', ';', '\t', '|'],
  encoding: WRITTEN_ENCODINGS,
  end: ['\r\n', '\n'],
} as const;

/** A CSV file; without further choice as spreadsheets open it, with nothing in it that runs. */
export const csvBlob = (
  columns: readonly string[],
  rows: number,
  line: (row: number) => readonly Cell[],
  job: JobOptions = {},
  choice: Partial<WrittenDialect> = {},
): Promise<Blob> => {
  const dialect = { ...SPREADSHEET, ...choice };
  // A byte order mark belongs to Unicode alone.
  return writeDelimited(columns, rows, line, { ...dialect, bom: dialect.encoding.startsWith('utf') }, job);
};
