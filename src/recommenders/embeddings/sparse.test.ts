import { expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { graphOf } from '../lightgcn/graph.ts';
import { learningDataOfLog } from '../testing.ts';
import { linearMap } from './linear-map.ts';
import { had, negative, pairsOf } from './pairs.ts';
import type { SparseMatrix } from './sparse.ts';
import { multiply, rowsOf, transposed } from './sparse.ts';

/** | 1 0 2 |   | 0 0 0 |   | 0 3 0 | */
const matrix: SparseMatrix = {
  ...{ rows: 3, columns: 3 },
  offsets: Uint32Array.of(0, 2, 2, 3),
  column: Int32Array.of(0, 2, 1),
  value: Float32Array.of(1, 2, 3),
};

it('multiplies by rows of numbers', () => {
  const x = Float64Array.of(1, 10, 2, 20, 3, 30);
  expect([...multiply(matrix, x, 2, new Float64Array(6))]).toEqual([7, 70, 0, 0, 6, 60]);
});

it('exchanges rows and columns', () => {
  const other = transposed(matrix);
  expect([...multiply(other, Float64Array.of(1, 2, 3), 1, new Float64Array(3))]).toEqual([1, 9, 2]);
  expect(transposed(other)).toEqual(matrix);
});

it('gives some rows in any order', () => {
  const picked = rowsOf(matrix, [2, 0, 2]);
  expect([...multiply(picked, Float64Array.of(1, 2, 3), 1, new Float64Array(3))]).toEqual([6, 7, 6]);
});

const log = [
  [0, 0],
  [0, 2],
  [1, 2],
  [2, 0],
  [2, 1],
  [2, 2],
] as const;
const { interactions } = learningDataOfLog(log, 3, 4);

it('a graph weighs an edge by the degrees at both ends', () => {
  const graph = graphOf(pairsOf(interactions));
  const dense = Array.from({ length: 7 }, () => new Array<number>(7).fill(0));
  for (let row = 0; row < 7; row += 1) {
    for (let at = graph.offsets[row]!; at < graph.offsets[row + 1]!; at += 1) {
      dense[row]![graph.column[at]!]! += graph.value[at]!;
    }
  }
  // Users had 2, 1, 3 items; items 0, 1, 2 came to 2, 1, 3 users, item 3 to nobody.
  const expected: [number, number, number][] = [
    [0, 3, 1 / 2],
    [0, 5, 1 / Math.sqrt(6)],
    [1, 5, 1 / Math.sqrt(3)],
    [2, 3, 1 / Math.sqrt(6)],
    [2, 4, 1 / Math.sqrt(3)],
    [2, 5, 1 / 3],
  ];
  for (const [user, item, weight] of expected) {
    expect(dense[user]![item]).toBeCloseTo(weight, 6);
    expect(dense[item]![user]).toBeCloseTo(weight, 6);
    dense[user]![item] = 0;
    dense[item]![user] = 0;
  }
  expect(dense.flat().every((weight) => weight === 0)).toBe(true);
});

it('draws each item that a user did not have as often as any other', () => {
  const pairs = pairsOf(interactions);
  const random = seededRandom(3);
  const drawn = [0, 0, 0, 0];
  for (let draw = 0; draw < 4000; draw += 1) drawn[negative(pairs, 1, random)]! += 1;
  expect(had(pairs, 1, 2)).toBe(true);
  expect(drawn[2]).toBe(0);
  // 4000 draws of three: 1333 each, with a standard deviation of 30.
  for (const item of [0, 1, 3]) expect(Math.abs(drawn[item]! - 4000 / 3)).toBeLessThan(120);
});

it('finds the map that made some rows of others, but for its ridge', () => {
  const random = seededRandom(4);
  const from = Float64Array.from({ length: 2 * 500 }, () => 2 * random() - 1);
  const to = new Float64Array(from.length);
  for (let row = 0; row < from.length; row += 2) {
    to[row] = 2 * from[row]! + from[row + 1]!;
    to[row + 1] = -from[row]!;
  }
  // With from · M: the columns of M are (2, 1) and (−1, 0); the ridge takes a hundredth.
  const map = linearMap(from, to, 2);
  [2, -1, 1, 0].forEach((value, at) => expect(Math.abs(map[at]! - value)).toBeLessThan(0.03));
});
