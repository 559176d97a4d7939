import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { itemsOf } from './itemsets.ts';
import type { Mined } from './mining.ts';
import { mined } from './mining.ts';
import { ruleMeasures, rulesOf, sidesOf } from './rules.ts';
import type { Transactions } from './transactions.ts';
import { leastCount, transactionsOf } from './transactions.ts';

const quiet = () => Promise.resolve();
const MOST = 1_000_000;

interface Sums {
  rules: number;
  support: number;
  confidence: number;
  lift: number;
  leverage: number;
  zhangs_metric: number;
  conviction: number;
  certain: number;
}

interface Run {
  support: number;
  bySize: number[];
  maximal: number;
  tested: number;
  family: number;
  single: Sums;
  any: Sums;
  examples?: ({ if: string[]; then: string[] } & Record<'support' | 'confidence' | 'lift' | 'p' | 'q', number>)[];
}

interface Reference {
  transactions: number;
  items: number;
  lines: number;
  confidence: number;
  runs: Run[];
}

const golden = JSON.parse(readFileSync(new URL('./baskets.golden.json', import.meta.url), 'utf8')) as {
  sample: Reference;
  whole: Reference;
};

/** Invoices with their stock codes: the file's first two columns. */
function invoicesOf(path: string): { transactions: Transactions; codes: string[] } {
  const codes = new Map<string, number>();
  const invoices = new Map<string, number>();
  const numberIn = (names: Map<string, number>, name: string) => {
    if (!names.has(name)) names.set(name, names.size);
    return names.get(name)!;
  };
  const [baskets, items]: [number[], number[]] = [[], []];
  for (const line of gunzipSync(readFileSync(path)).toString().trim().split('\n').slice(1)) {
    const [invoice, code] = line.split(',', 2);
    baskets.push(numberIn(invoices, invoice!));
    items.push(numberIn(codes, code!));
  }
  return { transactions: transactionsOf(baskets, items, invoices.size, codes.size), codes: [...codes.keys()] };
}

function sumsOf(rules: Awaited<ReturnType<typeof rulesOf>>, { sets }: Mined, transactions: number): Sums {
  const sums = { rules: rules.length, support: 0, confidence: 0, lift: 0, leverage: 0, zhangs_metric: 0 };
  let [conviction, certain] = [0, 0];
  for (let n = 0; n < rules.length; n++) {
    const each = ruleMeasures(rules, n, sets, transactions);
    sums.support += each.support;
    sums.confidence += each.confidence;
    sums.lift += each.lift;
    sums.leverage += each.leverage;
    sums.zhangs_metric += each.zhang;
    if (Number.isFinite(each.conviction)) conviction += each.conviction;
    else certain++;
  }
  return { ...sums, conviction, certain };
}

function close(ours: Sums, theirs: Sums): void {
  for (const [name, value] of Object.entries(theirs) as [keyof Sums, number][])
    expect(Math.abs(ours[name] - value), name).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
}

async function compare(path: string, reference: Reference): Promise<void> {
  const { transactions, codes } = invoicesOf(path);
  const { count, items } = transactions;
  expect([count, codes.length, items.length]).toEqual([reference.transactions, reference.items, reference.lines]);
  for (const run of reference.runs) {
    const found = await mined(
      transactions,
      { minCount: leastCount(run.support, count), maxLength: 15, most: MOST },
      quiet,
    );
    const bySize: number[] = [];
    for (let set = 0; set < found.sets.length; set++) {
      const size = itemsOf(found.sets, set).length;
      bySize[size - 1] = (bySize[size - 1] ?? 0) + 1;
    }
    expect(bySize).toEqual(run.bySize);
    expect(found.maximal.reduce((sum, each) => sum + each, 0)).toBe(run.maximal);
    const options = { minConfidence: reference.confidence, minLift: 0, maxLength: 15, transactions: count, most: MOST };
    const single = await rulesOf(found.sets, found.index, { ...options, maxConsequents: 1 }, quiet);
    expect([single.candidates, single.family]).toEqual([run.tested, run.family]);
    close(sumsOf(single, found, count), run.single);
    close(
      sumsOf(await rulesOf(found.sets, found.index, { ...options, maxConsequents: 15 }, quiet), found, count),
      run.any,
    );
    for (const example of run.examples ?? []) {
      const name = (values: readonly string[]) => [...values].sort().join();
      const n = [...Array(single.length).keys()].find((each) => {
        const sides = sidesOf(single, each, found.sets);
        const isSame = (side: 'if' | 'then') => name(sides[side].map((item) => codes[item]!)) === name(example[side]);
        return isSame('if') && isSame('then');
      })!;
      const ours = { ...ruleMeasures(single, n, found.sets, count), p: single.p[n]!, q: single.q[n]! };
      for (const key of ['support', 'confidence', 'lift', 'p', 'q'] as const)
        expect(
          Math.abs(ours[key] / example[key] - 1),
          `${name(example.if)} → ${name(example.then)}: ${key}`,
        ).toBeLessThan(1e-8);
    }
  }
}

describe('invoices of Online Retail, against mlxtend and SciPy (reference.py)', () => {
  test('four months', () => compare('sample-data/retail.csv.gz', golden.sample));

  const whole = '../shared/data/uci_online_retail/online_retail.csv.gz';
  test.skipIf(!existsSync(whole))('the whole year', () => compare(whole, golden.whole));
});
