import { tableFromArrays } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { FittedRecommender } from '../recommender.ts';
import { heldFit } from './held.ts';

const log = () => ({ signals: tableFromArrays({ u: Int32Array.of(1) }) });

function maker() {
  const made: string[] = [];
  const make = (name: string) => (): Promise<FittedRecommender> => {
    made.push(name);
    return Promise.resolve({ kind: name } as FittedRecommender);
  };
  return { made, make };
}

test('a model is trained once for its log and key', async () => {
  const { made, make } = maker();
  const [one, other] = [log(), log()];
  const first = await heldFit(one, 'a', make('a'));
  expect(await heldFit(one, 'a', make('again'))).toBe(first);
  await heldFit(one, 'b', make('b'));
  await heldFit(other, 'a', make('elsewhere'));
  expect(made).toEqual(['a', 'b', 'elsewhere']);
});

test('the two asked for last are held', async () => {
  const { made, make } = maker();
  const one = log();
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await heldFit(one, key, make(key));
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('what failed is not held', async () => {
  const one = log();
  await expect(heldFit(one, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect((await heldFit(one, 'a', maker().make('a'))).kind).toBe('a');
});
