import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Sheet } from '../formats/workbook/cell.ts';
import { CellKind, columnLetters } from '../formats/workbook/cell.ts';
import { openWorkbook } from '../formats/workbook/open.ts';
import { openBinaryWorkbook } from '../formats/workbook/sheetjs.ts';
import type { Decoded } from '../testing.ts';
import { decode, fileOf } from '../testing.ts';

const CORPORA = '../shared/corpora';
const FOLDERS = ['sheets', 'readxl/extdata', 'readxl/sheets'];
const MOST_MS = 5000;

interface Outcome {
  file: string;
  decoded?: Decoded;
  refused?: string;
  crashed?: string;
  ms: number;
}

const files = FOLDERS.flatMap((folder) => {
  const path = join(CORPORA, folder);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => /\.(xlsx?|xlsb|ods)$/.test(name))
        .map((name) => join(path, name))
    : [];
});

async function outcomeOf(path: string): Promise<Outcome> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  try {
    const decoded = await decode(fileOf(readFileSync(path), path.split('/').at(-1)));
    return { file: path, decoded, ms: ms() };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { file: path, [error instanceof AppError ? 'refused' : 'crashed']: text, ms: ms() };
  }
}

function lineOf({ file, decoded, refused, crashed, ms }: Outcome): string {
  const name = file.slice(CORPORA.length + 1).padEnd(58);
  if (!decoded) return `${name} ${String(ms).padStart(5)} ms  ${crashed ? 'CRASHED' : 'refused'} ${crashed ?? refused}`;
  const { rows, columns, sniffed, notices } = decoded.ledger;
  const types = columns
    .map((column) => `${column.name}:${column.type}`)
    .join(', ')
    .slice(0, 100);
  const codes = notices.map(({ code }) => code.replace('import.', '')).join(' ');
  return `${name} ${String(ms).padStart(5)} ms  ${sniffed.format} ${rows} × ${columns.length}  ${types}  ${codes}`.replace(
    /\s*\n\s*/g,
    '⏎',
  );
}

/**
 * Where the other reader is wrong or says less: lengths of time in ODS become dates, of rich texts within a cell it keeps the first
 * run, and it leaves out formulas without a value.
 */
const KNOWN = [
  /^number_format\.ods .*\d+:\d\d:\d\d/,
  /^formula_stress_test\.ods Finance!H36/,
  /^comments_stress_test\.ods/,
  /^(inlineStr2?|los-angeles-arrests-xlsx|richtext-coloured)\.xlsx/,
  /: 6: \| undefined$/,
];

/** Every cell of every sheet as SheetJS reads it, which is another reader than ours for XLSX and ODS. */
async function differences(path: string): Promise<string[]> {
  const file = fileOf(readFileSync(path), path.split('/').at(-1));
  const ours = await openWorkbook(file);
  const theirs = await openBinaryWorkbook(file, 'xlsb');
  const found: string[] = [];
  for (const sheet of ours.sheets) {
    const other = theirs.sheets.find(({ name }) => name === sheet.name);
    const [a, b] = [await cellsOf(sheet), other ? await cellsOf(other) : new Map<string, string>()];
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(key) !== b.get(key))
        found.push(`${path.split('/').at(-1)} ${sheet.name}!${key}: ${a.get(key)} | ${b.get(key)}`);
    }
  }
  return found;
}

async function cellsOf(sheet: Sheet): Promise<Map<string, string>> {
  const cells = new Map<string, string>();
  for await (const rows of sheet.rows()) {
    for (const row of rows) {
      for (const { column, kind, text } of row.cells) {
        cells.set(`${columnLetters(column)}${row.line}`, kind === CellKind.error ? 'error' : `${kind}:${text}`);
      }
    }
  }
  return cells;
}

describe.skipIf(files.length === 0)('workbooks of other projects', () => {
  it('load, or are refused by name', async () => {
    const outcomes: Outcome[] = [];
    for (const file of files) outcomes.push(await outcomeOf(file));
    process.stdout.write(`${outcomes.map(lineOf).join('\n')}\n`);
    const loaded = outcomes.filter(({ decoded }) => decoded).length;
    const refused = outcomes.filter((outcome) => outcome.refused).length;
    process.stdout.write(`${outcomes.length} workbooks: ${loaded} loaded, ${refused} refused\n`);
    expect(outcomes.filter(({ crashed }) => crashed)).toEqual([]);
    expect(outcomes.filter(({ ms }) => ms > MOST_MS).map(({ file }) => file)).toEqual([]);
  });

  it('have the cells that another reader finds', async () => {
    const streamed = files.filter((file) => /\.(xlsx|ods)$/.test(file));
    const found: string[] = [];
    for (const file of streamed) found.push(...(await differences(file)));
    const unknown = found.filter((line) => !KNOWN.some((known) => known.test(line)));
    process.stdout.write(`${streamed.length} workbooks read twice, ${found.length} cells differ\n`);
    expect(unknown).toEqual([]);
  });
});
