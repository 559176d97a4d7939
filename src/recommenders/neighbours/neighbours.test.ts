import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import type { LearningData } from '../data.ts';
import type { TestEvent } from '../testing.ts';
import { learningDataOfLog, profileOfHistory, profileOfUser } from '../testing.ts';
import type { Similarity } from './vectors.ts';
import { similarities } from './vectors.ts';

const [USERS, ITEMS] = [40, 18];
const [K, SHRINKAGE] = [5, 2];

function dense(): number[][] {
  const random = seededRandom(11);
  const value = () => (random() < 0.3 ? 1 + Math.floor(4 * random()) : 0);
  return Array.from({ length: USERS }, () => Array.from({ length: ITEMS }, value));
}

const x = dense();
const log = x.flatMap((row, user) =>
  row.flatMap((value, item): TestEvent[] => (value > 0 ? [[user, item, value]] : [])),
);
const data: LearningData = learningDataOfLog(log, USERS, ITEMS);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const columnsOf = (rows: readonly number[][]) => rows[0]!.map((_, column) => rows.map((row) => row[column]!));

/** Okapi BM25 of each number, k1 = 1.2 and b = .75, with Lucene's idf: by the book, number by number. */
function bm25(rows: readonly number[][]): number[][] {
  const columns = columnsOf(rows);
  const idf = columns.map((column) => {
    const n = column.filter((value) => value > 0).length;
    return Math.log(1 + (rows.length - n + 0.5) / (n + 0.5));
  });
  const mean = sum(rows.map(sum)) / rows.length;
  return rows.map((row) => row.map((tf, at) => (idf[at]! * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * sum(row)) / mean))));
}

/** Every row with every other, by the definitions. */
function alike(rows: readonly number[][], similarity: Similarity): number[][] {
  const own = similarity === 'bm25' ? bm25(rows) : rows;
  const cosine = (a: readonly number[], b: readonly number[]) =>
    sum(a.map((value, at) => value * b[at]!)) / (Math.hypot(...a) * Math.hypot(...b) + SHRINKAGE);
  const jaccard = (a: readonly number[], b: readonly number[]) => {
    const both = a.filter((value, at) => value > 0 && b[at]! > 0).length;
    return both / (a.filter((value, at) => value > 0 || b[at]! > 0).length + SHRINKAGE);
  };
  const measure = similarity === 'jaccard' ? jaccard : cosine;
  return own.map((a, i) => own.map((b, j) => (i === j ? 0 : measure(a, b))));
}

/** The K strongest of each row, the others 0. */
const nearest = (rows: readonly number[][]) =>
  rows.map((row) => {
    const kept = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b).slice(0, K);
    return row.map((value, at) => (kept.includes(at) ? value : 0));
  });

async function fit(id: string, similarity: Similarity) {
  const fitted = await (
    await recommenderOf(id, { similarity, k: K, shrinkage: SHRINKAGE }, 'implicit')
  ).fit(data, testContext());
  const scores = new Float32Array(USERS * ITEMS);
  fitted.score(Array.from(x.keys(), (user) => profileOfUser(data, user)), scores); // prettier-ignore
  return { fitted, scores };
}

describe.each(similarities)('neighbours by %s are those of brute force', (similarity) => {
  it('of items', async () => {
    const { fitted, scores } = await fit('item-knn', similarity);
    const near = nearest(alike(columnsOf(x), similarity));
    x.forEach((row, user) =>
      near.forEach((others, item) => {
        const expected = sum(others.map((value, other) => value * row[other]!));
        expect(scores[user * ITEMS + item]).toBeCloseTo(expected, 5);
      }),
    );
    const [first] = fitted.similar!(4, 1);
    expect(first!.score).toBeCloseTo(Math.max(...near[4]!), 6);
  });

  it('of users; the reasons add up to the score', async () => {
    const { fitted, scores } = await fit('user-knn', similarity);
    const near = nearest(alike(x, similarity));
    for (let user = 0; user < USERS; user += 1) {
      for (let item = 0; item < ITEMS; item += 1) {
        const expected = sum(near[user]!.map((value, other) => value * x[other]![item]!));
        expect(scores[user * ITEMS + item]).toBeCloseTo(expected, 4);
      }
      const reasons = fitted.because!(profileOfUser(data, user), 3, ITEMS);
      expect(sum(reasons.map(({ score }) => score))).toBeCloseTo(scores[user * ITEMS + 3]!, 4);
    }
  });

  it('somebody who is not in the data is compared with everyone', async () => {
    const { fitted } = await fit('user-knn', similarity);
    const out = new Float32Array(ITEMS);
    fitted.score([profileOfHistory([0, 1, 2])], out);
    const row = Array.from({ length: ITEMS }, (_, item) => Number(item < 3));
    if (similarity === 'bm25') return expect(out.some((score) => score > 0)).toBe(true);
    const [near] = nearest([alike([...x, row], similarity).at(-1)!]);
    const expected = x[0]!.map((_, item) => sum(x.map((other, user) => near![user]! * other[item]!)));
    out.forEach((score, item) => expect(score).toBeCloseTo(expected[item]!, 4));
  });
});

describe.each(['item-knn', 'user-knn'])('what %s keeps', (id) => {
  it('is about as long as it is told to be before it is made', async () => {
    const random = seededRandom(5);
    const many = Array.from({ length: 20_000 }, (): TestEvent => [
      Math.floor(500 * random()),
      Math.floor(400 * random()),
    ]);
    const fitted = await (
      await recommenderOf(id, {}, 'implicit')
    ).fit(learningDataOfLog(many, 500, 400), testContext());
    const made = JSON.stringify(fitted.toJSON()).length;
    expect(Math.abs(fitted.stateLength!() / made - 1)).toBeLessThan(0.02);
  });
});

it('of a history of 2,000 items every second one says which items are alike', async () => {
  const all = Array.from({ length: 2000 }, (_, item): TestEvent => [0, item]);
  const two = [1, 3].map((item): TestEvent => [1, item]);
  const fitted = await (
    await recommenderOf('item-knn', {}, 'implicit')
  ).fit(learningDataOfLog([...all, ...two], 2, 2000), testContext());
  const near = fitted.similar!(0, 200);
  expect(near).toHaveLength(100);
  expect(near.every(({ item, score }) => item % 2 === 0 && score === 1)).toBe(true);
  expect(fitted.similar!(1, 200)).toEqual([{ item: 3, score: 1 }]);
  expect(fitted.similar!(5, 200)).toEqual([]);
});
