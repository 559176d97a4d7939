import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { crossFilter } from './cross-filter.ts';

const facets = [
  { codes: [0, 0, 1, 1], size: 2 },
  { codes: [0, 1, 0, 2], size: 3 },
];
const weights = [1, 2, 4, 8];
const only = (size: number, ...codes: number[]) =>
  Uint8Array.from({ length: size }, (_, code) => Number(codes.includes(code)));

test('without a selection everything counts', () => {
  const { counts, total } = crossFilter(facets, weights, [null, null]);
  expect(counts.map((each) => [...each])).toEqual([
    [3, 12],
    [5, 2, 8],
  ]);
  expect(total).toBe(15);
});

test('a selection filters the others, never its own facet', () => {
  const { counts, total } = crossFilter(facets, weights, [only(2, 1), null]);
  expect(counts.map((each) => [...each])).toEqual([
    [3, 12],
    [4, 0, 8],
  ]);
  expect(total).toBe(12);
});

test('agrees with counting cell by cell', () => {
  const random = seededRandom(7);
  const cells = 2000;
  const sizes = [5, 7, 3];
  const many = sizes.map((size) => ({
    codes: Uint8Array.from({ length: cells }, () => Math.floor(random() * size)),
    size,
  }));
  const amounts = Float64Array.from({ length: cells }, () => Math.floor(random() * 9));
  const selections = [only(5, 0, 3), only(7, 1, 2, 6), only(3, 2)];
  const { counts, total } = crossFilter(many, amounts, selections);
  const passes = (cell: number, except: number) =>
    many.every(({ codes }, facet) => facet === except || selections[facet]![codes[cell]!] === 1);
  const sum = (keep: (cell: number) => boolean) =>
    amounts.reduce((all, amount, cell) => all + (keep(cell) ? amount : 0), 0);
  expect(total).toBe(sum((cell) => passes(cell, -1)));
  many.forEach(({ codes, size }, facet) => {
    const brute = Array.from({ length: size }, (_, code) => sum((cell) => codes[cell] === code && passes(cell, facet)));
    expect([...counts[facet]!]).toEqual(brute);
  });
});
