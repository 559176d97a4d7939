import { existsSync, readdirSync, readFileSync } from 'node:fs';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { ImportOptions, Ledger } from '../../contract/import.ts';
import { decode, decodeText, fileOf } from '../testing.ts';

const SPECTRUM = '../shared/corpora/csv-spectrum';
const PAPA = '../shared/corpora/papaparse/tests/test-cases.js';
const skipped = 'needs the shared corpora beside the checkout';

/** The names, where there are any, and the rows; nothing is the empty text, as these corpora know no nulls. */
function rowsOf(ledger: Ledger, columns: ReadonlyMap<string, unknown[]>): string[][] {
  const values = [...columns.values()] as (string | null)[][];
  const rows = Array.from({ length: ledger.rows }, (_, row) => values.map((column) => column[row] ?? ''));
  return ledger.sniffed.header ? [ledger.columns.map(({ original }) => original ?? ''), ...rows] : rows;
}

describe.skipIf(!existsSync(SPECTRUM))(`csv-spectrum, told nothing (${skipped})`, () => {
  const names = existsSync(SPECTRUM) ? readdirSync(`${SPECTRUM}/csvs`).map((name) => name.replace('.csv', '')) : [];

  it.each(names)('%s', async (name) => {
    const json = JSON.parse(readFileSync(`${SPECTRUM}/json/${name}.json`, 'utf8')) as Record<string, string>[];
    const file = fileOf(new Uint8Array(readFileSync(`${SPECTRUM}/csvs/${name}.csv`)), `${name}.csv`);
    const { ledger, columns } = await decode(file, { types: 'text' });
    const expected = [json].flat().map((row) => ({ ...row }));
    // The JSON has another telephone number than the file itself.
    if (name === 'location_coordinates') expected[0]!['Contact Phone Number'] = '2095257564';
    // This checkout of the corpus has lost the CRs of its files.
    const texts = expected.map((row) => Object.values(row).map((text) => text.replaceAll('\r\n', '\n')));
    expect(rowsOf(ledger, columns)).toEqual([Object.keys(expected[0]!), ...texts]);
    expect(ledger).toMatchObject({ rejectedCount: 0, sniffed: { delimiter: ',' } });
  });
});

interface PapaCase {
  description: string;
  input: string;
  config?: Record<string, unknown>;
  disabled?: boolean;
  expected: { data: (unknown[] | Record<string, unknown>)[] };
}

/** The cases of Papa Parse's own tests: data in a script, of which only the tables are run. */
function papaCases(): PapaCase[] {
  const suite = Object.assign(() => undefined, { skip: () => undefined });
  const document = { getElementById: () => ({ src: 'test-cases.js' }) };
  const context = vm.createContext({ chai: {}, describe: suite, it: suite, document });
  vm.runInContext(readFileSync(PAPA, 'utf8').replace('var chai;', ''), context);
  const { CORE_PARSER_TESTS, PARSE_TESTS } = context as Record<string, PapaCase[]>;
  return [...CORE_PARSER_TESTS!, ...PARSE_TESTS!].filter(({ disabled }) => !disabled);
}

/** What of a case's configuration can be told in our terms; undefined where it asks for something else than reading. */
function toldBy(config: Record<string, unknown> = {}): ImportOptions | undefined {
  const told: ImportOptions = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === 'header' && value === true) told.header = true;
    else if (key === 'delimiter' && typeof value === 'string' && value !== '\n') told.delimiter = value;
    else if (key === 'quoteChar') told.quote = value as string;
    else if (key === 'escapeChar') told.escape = value as string;
    else if (key === 'comments' && typeof value === 'string') told.comment = value;
    else if (!['newline', 'fastMode'].includes(key) && !(key === 'skipEmptyLines' && value === true)) return undefined;
  }
  return told;
}

/** The expected table with its names as first row, and without the blank lines, which are no records here. */
function expectedRows({ expected: { data } }: PapaCase): string[][] | undefined {
  const first = data[0];
  if (first === undefined) return undefined;
  const names = Array.isArray(first) ? [] : [Object.keys(first)];
  const rows = data.map((row) => Object.values(row).flat().map(String));
  return [...names, ...rows].filter((row) => row.length > 1 || row[0] !== '');
}

/** Where the readers differ on purpose. */
const KNOWN: readonly [input: string, why: string][] = [
  ['a,b,c\nd,e,f\rg,h,i\n', 'a lone CR ends a record too'],
  ['A,A,A,A\n1,2,3,4', 'names are shown as written, and made unique beside'],
  ['c,c,c,c_1\n1,2,3,4', 'names are shown as written, and made unique beside'],
  ['__proto__,__proto__,__proto__\n1,2,3', 'names are shown as written, and made unique beside'],
];

interface PapaOutcome {
  result: string;
  line: string;
}

async function papaOutcome(one: PapaCase, told: ImportOptions): Promise<PapaOutcome> {
  const wanted = JSON.stringify(expectedRows(one));
  const { ledger, columns } = await decodeText(one.input, { types: 'text', ...told });
  const rows = JSON.stringify(rowsOf(ledger, columns));
  const codes = ledger.notices.map(({ code }) => code.replace('import.', '')).join(' ');
  const known = KNOWN.find(([input]) => input === one.input)?.[1];
  const result = rows === wanted ? 'equal' : (known ?? (codes === '' ? 'differs in silence' : 'differs, and says so'));
  return { result, line: `${result} (${codes})  ${JSON.stringify(one.input)}\n  ours ${rows}\n  theirs ${wanted}` };
}

async function papaOutcomes(isMine: (told: ImportOptions) => boolean): Promise<PapaOutcome[]> {
  const outcomes: PapaOutcome[] = [];
  for (const one of papaCases()) {
    const told = toldBy(one.config);
    if (!told || !expectedRows(one) || !isMine(told)) continue;
    const refused = ({ name }: Error): PapaOutcome => ({ result: name, line: `${name}  ${JSON.stringify(one.input)}` });
    outcomes.push(await papaOutcome(one, told).catch(refused));
  }
  return outcomes;
}

describe.skipIf(!existsSync(PAPA))(`the cases of Papa Parse (${skipped})`, () => {
  const none = (told: ImportOptions): boolean => Object.keys(told).length === 0;

  it.each([
    ['nothing', none, 66],
    ['what their options say', (told: ImportOptions) => !none(told), 27],
  ])('told %s, are read the same, or the ledger says what was done', async (what, isMine, least) => {
    const outcomes = await papaOutcomes(isMine);
    const equal = outcomes.filter(({ result }) => result === 'equal');
    const others = outcomes.filter(({ result }) => result !== 'equal').map(({ line }) => line);
    process.stdout.write(`told ${what}: ${equal.length} of ${outcomes.length} cases equal\n${others.join('\n')}\n`);
    expect(outcomes.filter(({ result }) => result === 'differs in silence')).toEqual([]);
    expect(outcomes.filter(({ result }) => result.startsWith('import.') || /Error$/.test(result))).toEqual([]);
    expect(equal.length).toBeGreaterThanOrEqual(least);
  });
});
