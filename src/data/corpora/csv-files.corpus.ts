import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ledger, Sniffed } from '../../contract/import.ts';
import { decoderOf } from '../source/decoders/index.ts';
import { decode, fileOf } from '../testing.ts';
import { countRecords } from './count-records.ts';

const FOLDER = '../shared/corpora';
/** A file that takes longer hangs, as far as a person can tell. */
const MOST_MS = 5000;
/** Of the polluted files, every so many-th is counted: most differ by a single byte. */
const SAMPLED = 5;

const filesIn = (folder: string): string[] =>
  readdirSync(`${FOLDER}/${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(csv|tsv)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();

interface Outcome {
  file: string;
  code?: string;
  ms: number;
  reconciles: boolean;
  silent: boolean;
  /** Records as counted by the oracle, where the file was read as delimited text. */
  counted?: number;
  ledger?: Ledger;
}

/** Imports a file told nothing: either it is refused by a code, or its ledger accounts for every record. */
async function outcomeOf(path: string): Promise<Outcome> {
  const file = path.slice(FOLDER.length + 1);
  const bytes = new Uint8Array(readFileSync(path));
  const start = performance.now();
  try {
    const { ledger, columns } = await decode(fileOf(bytes, path.split('/').at(-1)!), { types: 'text' });
    const { records, rows, rejectedCount, sniffed, notices } = ledger;
    const sent = Math.max(0, ...[...columns.values()].map((values) => values.length));
    const reconciles = records === rows + rejectedCount + (sniffed.skipped ?? 0) && sent === rows;
    const silent = rejectedCount + (sniffed.skipped ?? 0) > 0 && notices.length === 0;
    return { file, ms: performance.now() - start, reconciles, silent, counted: countIn(bytes, ledger), ledger };
  } catch (error) {
    return { file, code: (error as Error).name, ms: performance.now() - start, reconciles: true, silent: false };
  }
}

function countIn(bytes: Uint8Array, { sniffed, notices }: Ledger): number | undefined {
  if (!['csv', 'tsv'].includes(sniffed.format)) return undefined;
  const preamble = Number(notices.find(({ code }) => code === 'import.skipped-lines')?.values.count ?? 0);
  const text = decoderOf(sniffed.encoding, false).decode(bytes);
  const { delimiter = '', quote = '', escape = '', comment = '' } = sniffed;
  return countRecords(text, { delimiter, quote, escape, comment, preamble, headerRows: headerRowsOf(sniffed) });
}

const headerRowsOf = ({ header, headerRows = 1 }: Sniffed): number => (header ? headerRows : 0);

const agrees = ({ counted, ledger }: Outcome): boolean => counted === undefined || counted === ledger!.records;
/** The ledger says that records begin and end elsewhere than the quotes alone would have it, since these make no sense. */
const tells = ({ ledger }: Outcome): boolean =>
  ledger!.notices.some(({ code }) => code === 'import.repaired-quotes') ||
  ledger!.rejected.some(({ reason }) => reason === 'broken-quotes');

function differenceOf({ file, counted, ledger }: Outcome): string {
  const { records, rejectedCount, sniffed, notices } = ledger!;
  const codes = notices.map(({ code }) => code.replace('import.', '')).join(' ');
  const { delimiter, quote } = sniffed;
  return `${counted} counted, ${records} records (${rejectedCount} rejected)  ${JSON.stringify({ delimiter, quote })}  ${codes}  ${file}`;
}

function show(title: string, outcomes: readonly Outcome[]): void {
  const refused = outcomes.filter(({ code }) => code !== undefined);
  const counted = outcomes.filter(({ counted }) => counted !== undefined);
  const differ = counted.filter((outcome) => !agrees(outcome));
  const lines = [
    `${title}: ${outcomes.length} files, ${refused.length} refused, ${counted.length} counted, ${differ.length} differ:`,
    ...differ.map(differenceOf),
    ...refused.map(({ file, code }) => `${code}  ${file}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function expectHonest(outcomes: readonly Outcome[]): void {
  expect(outcomes.filter(({ code }) => code && !code.startsWith('import.'))).toEqual([]);
  expect(outcomes.filter(({ ms }) => ms > MOST_MS)).toEqual([]);
  expect(outcomes.filter(({ reconciles }) => !reconciles)).toEqual([]);
  expect(outcomes.filter(({ silent }) => silent)).toEqual([]);
  expect(outcomes.filter((outcome) => !agrees(outcome) && !tells(outcome)).map(differenceOf)).toEqual([]);
}

describe.skipIf(!existsSync(FOLDER))(
  'delimited files of other projects (needs the shared corpora beside the checkout)',
  () => {
    it.each([
      ['csv-spectrum', 1],
      ['csvkit', 1],
      ['papaparse', 1],
      ['duckdb/csv', 1],
      ['pollock/survey/csv', 1],
      ['pollock/polluted/csv', SAMPLED],
    ])('%s: no crash, no hang, nothing lost in silence, records as counted', async (folder, step) => {
      const outcomes: Outcome[] = [];
      const paths = filesIn(folder).filter((_, index) => index % step === 0);
      for (const path of paths) outcomes.push(await outcomeOf(path));
      show(folder, outcomes);
      expectHonest(outcomes);
    });
  },
);
