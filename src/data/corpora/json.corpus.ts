import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, fileOf } from '../testing.ts';

/** JSONTestSuite: what is JSON loads, what isn't is refused with a code, what the standard leaves open does either; nothing hangs. */
const FOLDER = '../shared/corpora/JSONTestSuite/test_parsing';
const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
const MOST_MS = 5000;

const print = (rows: readonly object[]): void => {
  for (const row of rows) process.stdout.write(`${Object.values(row).join('  ')}\n`);
};

interface Outcome {
  name: string;
  result: 'loaded' | 'refused';
  why: string;
  ms: number;
  rows: number;
}

async function outcomeOf(name: string): Promise<Outcome> {
  const started = performance.now();
  const end = (result: Outcome['result'], why: string, rows: number): Outcome => ({
    name,
    result,
    why,
    ms: performance.now() - started,
    rows,
  });
  try {
    const { ledger } = await decode(fileOf(new Uint8Array(readFileSync(`${FOLDER}/${name}`)), name));
    return end('loaded', `${ledger.rejectedCount} rejected`, ledger.rows);
  } catch (error) {
    return end('refused', (error as Error).name, 0);
  }
}

/** Rows by JSON.parse: the elements of an array, or one. Lists with names first have one less. */
function rowsOf(name: string): number[] {
  const value: unknown = JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
  return Array.isArray(value) ? [value.length, value.length - 1] : [1];
}

describe.skipIf(names.length === 0)('JSONTestSuite (needs the shared corpora beside the checkout)', () => {
  it('scores', async () => {
    const outcomes: Outcome[] = [];
    for (const name of names) outcomes.push(await outcomeOf(name));
    const of = (prefix: string) => outcomes.filter(({ name }) => name.startsWith(prefix));
    const wrongY = of('y_').filter(({ result, name, rows }) => result !== 'loaded' || !rowsOf(name).includes(rows));
    const wrongN = of('n_').filter(({ result }) => result !== 'refused');
    const uncoded = outcomes.filter(({ result, why }) => result === 'refused' && !why.startsWith('import.'));
    print([
      { what: 'y_ load', right: of('y_').length - wrongY.length, of: of('y_').length },
      { what: 'n_ refused', right: of('n_').length - wrongN.length, of: of('n_').length },
      { what: 'i_ either', right: of('i_').length, of: of('i_').length },
    ]);
    print(of('i_').map(({ name, result, why }) => ({ name, result, why })));
    const wrong = [...wrongY, ...wrongN, ...uncoded, ...outcomes.filter(({ ms }) => ms > MOST_MS)];
    print(wrong);
    expect(outcomes.length).toBeGreaterThanOrEqual(318);
    expect(wrong).toEqual([]);
  });
});
