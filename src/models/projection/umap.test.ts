import { expect, test } from 'vitest';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { matrixOf } from '../matrix.ts';
import { umap } from './umap.ts';

const random = seededRandom(6);
const GROUPS = 3;
const rows = 60;
const columns = Array.from({ length: 4 }, (_, c) =>
  Array.from({ length: rows }, (_, row) => 30 * Number(row % GROUPS === c) + random()),
);
const x = matrixOf(['a', 'b', 'c', 'd'], columns, rows);
const context = { seed: 3, step: () => Promise.resolve() };

test('far groups stay together on the map, and apart from each other', async () => {
  const map = await umap(x, {}, context);
  const distance = (i: number, j: number) => Math.hypot(map[2 * i]! - map[2 * j]!, map[2 * i + 1]! - map[2 * j + 1]!);
  for (let row = 0; row < rows; row++) {
    const others = Array.from({ length: rows }, (_, other) => other).filter((other) => other !== row);
    const nearest = others.reduce((best, other) => (distance(row, other) < distance(row, best) ? other : best));
    expect(nearest % GROUPS).toBe(row % GROUPS);
  }
});

test('same seed, same map; another seed, another', async () => {
  expect(await umap(x, {}, context)).toEqual(await umap(x, {}, context));
  expect(await umap(x, {}, { ...context, seed: 4 })).not.toEqual(await umap(x, {}, context));
});

test('a handful of rows, rows all alike, and a cancel', async () => {
  const few = matrixOf(['a'], [[1, 2, 4]], 3);
  expect(await umap(few, {}, context)).toHaveLength(6);
  const alike = matrixOf(['a', 'b'], [new Float64Array(12).fill(1), new Float64Array(12).fill(2)], 12);
  expect((await umap(alike, {}, context)).every(Number.isFinite)).toBe(true);
  await expect(umap(x, {}, { ...context, step: () => Promise.reject(abortError()) })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
