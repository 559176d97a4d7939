import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeFile } from '../decode.ts';
import type { Decoded } from '../testing.ts';
import { decode, fileOf } from '../testing.ts';

/** hyparquet's files are equal to the JSON beside them; parquet-testing's load or are refused by name; damaged ones are refused soon. */
const SHARED = '../shared/corpora';
const filesIn = (folder: string, ending: RegExp): string[] =>
  existsSync(`${SHARED}/${folder}`) ? readdirSync(`${SHARED}/${folder}`).filter((name) => ending.test(name)) : [];
const open = (folder: string, name: string) =>
  fileOf(new Uint8Array(readFileSync(`${SHARED}/${folder}/${name}`)), name);
const MOST_MS = 5000;

const print = (rows: readonly object[]): void => {
  for (const row of rows) process.stdout.write(`${Object.values(row).join('  ')}\n`);
};
const MOST_BYTES = 512 << 20;
const skipped = 'needs the shared corpora beside the checkout';

/** A value of ours and the expected one in one form: numbers within a double's last digit, texts by what they say. */
function sameValue(ours: unknown, expected: unknown): boolean {
  if (expected === null || expected === undefined) return ours === null || Number.isNaN(ours);
  if (ours === null) return false;
  if (typeof ours === 'bigint' || typeof ours === 'number') return sameNumber(Number(ours), expected);
  if (typeof ours === 'boolean') return ours === expected;
  return sameText(ours as string, expected);
}

function sameNumber(ours: number, expected: unknown): boolean {
  const number = Number(expected);
  return ours === number || Math.abs(ours - number) <= 1e-12 * Math.abs(number);
}

/** Texts may stand for nested values, for bytes, for times, and for numbers with more digits than JSON's reader keeps. */
function sameText(ours: string, expected: unknown): boolean {
  // Bytes of a fixed length.
  if (Array.isArray(expected) && bytesOf(ours) === String.fromCharCode(...(expected as number[]))) return true;
  if (typeof expected === 'object') return sameNested(parsed(ours), expected);
  if (typeof expected === 'number') return sameNumber(Number(ours), expected);
  if (typeof expected === 'boolean') return ours === String(expected);
  if (ours === expected || bytesOf(ours) === expected) return true;
  const [a, b] = [Date.parse(ours), Date.parse(String(expected))];
  return !Number.isNaN(a) && a === b;
}

/** hyparquet's JSON holds what is no UTF-8 as one character for each byte. */
const bytesOf = (text: string): string =>
  text.replace(/\\x([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sameNested(ours: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) {
    return ours === null ? expected === null : sameValue(ours, expected);
  }
  if (typeof ours !== 'object' || ours === null) return false;
  const keys = new Set([...Object.keys(ours), ...Object.keys(expected)]);
  return [...keys].every((key) =>
    sameNested((ours as Record<string, unknown>)[key] ?? null, (expected as Record<string, unknown>)[key] ?? null),
  );
}

function firstDifference({ ledger, columns }: Decoded, expected: unknown[][]): string | undefined {
  if (ledger.rows !== expected.length) return `${ledger.rows} rows, not ${expected.length}`;
  let index = 0;
  for (const [name, values] of columns) {
    const row = values.findIndex((value, at) => !sameValue(value, expected[at]![index]));
    if (row >= 0) return `${name}[${row}]: ${String(values[row])}, not ${JSON.stringify(expected[row]![index])}`;
    index++;
  }
  return undefined;
}

const hyparquet = filesIn('hyparquet', /\.parquet$/);

describe.skipIf(hyparquet.length === 0)(`hyparquet (${skipped})`, () => {
  it('equals its JSON', async () => {
    const wrong: { name: string; difference: string }[] = [];
    for (const name of hyparquet) {
      const json = `${SHARED}/hyparquet/${name.replace(/\.parquet$/, '.json')}`;
      const expected = JSON.parse(readFileSync(json, 'utf8')) as unknown[][];
      const difference = await decode(open('hyparquet', name)).then(
        (decoded) => firstDifference(decoded, expected),
        (error: Error) => error.message,
      );
      if (difference) wrong.push({ name, difference: difference.slice(0, 160) });
    }
    print([{ what: 'hyparquet', equal: hyparquet.length - wrong.length, of: hyparquet.length }]);
    print(wrong);
    expect(wrong).toEqual([]);
  });
});

const folders = ['data', 'data/geospatial', 'data/aes256', 'bad_data'].map((folder) => `parquet-testing/${folder}`);
const testing = folders.flatMap((folder) => filesIn(folder, /\.parquet/).map((name) => ({ folder, name })));

describe.skipIf(testing.length === 0)(`parquet-testing (${skipped})`, () => {
  it('loads, or is refused by name', async () => {
    const outcomes = [];
    for (const { folder, name } of testing) outcomes.push({ folder, name, ...(await outcomeOf(folder, name)) });
    print(outcomes.filter(({ result }) => result !== 'loaded'));
    print([{ loaded: outcomes.filter(({ result }) => result === 'loaded').length, of: outcomes.length }]);
    const uncoded = outcomes.filter(({ result }) => result !== 'loaded' && !/^import\.[a-z-]+$/.test(result));
    const slow = outcomes.filter(({ ms, bytes }) => ms > MOST_MS || bytes > MOST_BYTES);
    const encrypted = outcomes.filter(({ name, result }) => name.endsWith('.encrypted') && result === 'loaded');
    expect([...uncoded, ...slow, ...encrypted]).toEqual([]);
  });
});

async function outcomeOf(
  folder: string,
  name: string,
): Promise<{ result: string; why: string; ms: number; bytes: number }> {
  const started = performance.now();
  const before = process.memoryUsage().rss;
  const end = (result: string, why: string) => ({
    result,
    why: why.slice(0, 120),
    ms: Math.round(performance.now() - started),
    bytes: process.memoryUsage().rss - before,
  });
  return decodeFile(open(folder, name), {}, () => Promise.resolve()).then(
    ({ rows }) => end('loaded', `${rows} rows`),
    (error: Error) => end(error.name, error.message),
  );
}
