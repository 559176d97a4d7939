import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import type { SparseRows } from '../data.ts';
import { learningDataOfLog, profileOfHistory, profileOfUser } from '../testing.ts';
import { AttributePopularity } from './start-popularity.ts';
import { served } from './start.ts';

/** Rows of attributes by name. */
function attributesOf(rows: readonly Record<string, number>[], columns: string[]): SparseRows {
  const entries = rows.map((row) =>
    columns.flatMap((name, at) => (row[name] === undefined ? [] : [[at, row[name]] as const])),
  );
  const offsets = new Uint32Array(rows.length + 1);
  entries.forEach((own, row) => (offsets[row + 1] = offsets[row]! + own.length));
  const flat = entries.flat();
  return {
    ...{ rows: rows.length, columns, offsets },
    column: Int32Array.from(flat, ([column]) => column),
    value: Float64Array.from(flat, ([, value]) => value),
  };
}

const vienna = { 'city=Wien': 1, age: 30 };
const linz = { 'city=Linz': 1, age: 40 };
const columns = ['age', 'city=Graz', 'city=Linz', 'city=Wien', 'plan=pro'];

/** Two of Vienna had item 0, two of Linz item 1, one of each item 2; users 4 to 7 had nothing. Item 3 nobody had. */
const data = learningDataOfLog([[0, 0], [1, 0], [2, 1], [3, 1], [0, 2], [2, 2]], 8, 4, {
  catalogue: { category: ['a', 'b', 'a', 'b'] },
  attributes: attributesOf([vienna, vienna, linz, linz, vienna, {}, { 'city=Graz': 1 }, { ...linz, 'plan=pro': 1 }], columns),
}); // prettier-ignore

describe('popularity among people who are alike', () => {
  const alike = new AttributePopularity(data);
  const out = new Float32Array(4);

  it('is the share of the group, as if ten people like all were in it', () => {
    expect(alike.groupsOf(4)).toEqual([3]);
    alike.score([3], out);
    // All four who had something: shares ½, ½, ½. Vienna, two people: (2 + 5) / 12, (0 + 5) / 12, (1 + 5) / 12.
    [7 / 12, 5 / 12, 6 / 12, 0].forEach((share, item) => expect(out[item]).toBeCloseTo(share, 6));
  });

  it('is that of all where there is no group, or nobody in it had anything', () => {
    expect([5, 6, -1, 99].map((user) => alike.groupsOf(user))).toEqual([[], [], [], []]);
    alike.score([], out);
    expect([...out]).toEqual([0.5, 0.5, 0.5, 0]);
  });

  it('is the mean over the groups', () => {
    alike.score([2, 3], out);
    [0.5, 0.5, 0.5, 0].forEach((share, item) => expect(out[item]).toBeCloseTo(share, 6));
    expect(alike.groupsOf(7)).toEqual([2]);
  });
});

describe('where an entry comes from', () => {
  const serving = async (id: string, params = {}) =>
    served(await (await recommenderOf(id, params, 'implicit')).fit(data, testContext()), data);
  const users = (...numbers: number[]) => numbers.map((user) => profileOfUser(data, user));

  it('what was done, a session, attributes, or what is popular', async () => {
    const content = await serving('content');
    const known = [profileOfUser(data, 0), profileOfHistory([1]), profileOfHistory([1], 4)];
    expect(known.map((profile) => content.sourceOf(profile, 1, 1))).toEqual(['behaviour', 'session', 'session']);
    const unknown = [...users(4, 5, 6, 7), profileOfHistory([])];
    expect(unknown.map((profile) => content.sourceOf(profile, 1, 1))).toEqual([
      ...['attributes', 'popularity', 'popularity', 'attributes', 'popularity'],
    ]);
  });

  it('what the model says nothing of stands there as it is popular', async () => {
    const content = await serving('content');
    expect(content.sourceOf(profileOfUser(data, 0), 1, 0)).toBe('popularity');
    const had = [0, 0, 0, 0];
    for (const item of data.interactions.item) had[item]!++;
    const order = [...content.order];
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
    for (let place = 1; place < 4; place++) expect(had[order[place - 1]!]).toBeGreaterThanOrEqual(had[order[place]!]!);
  });

  it('an item that nobody had comes by what it is', async () => {
    const hybrid = await serving('hybrid', { members: ['content', 'popularity'] });
    expect([0, 3].map((item) => hybrid.sourceOf(profileOfUser(data, 0), item, 1))).toEqual(['behaviour', 'content']);
  });

  it('popularity is popularity, but for attributes where it is told to go by these', async () => {
    const popularity = await serving('popularity');
    expect(users(0, 4).map((profile) => popularity.sourceOf(profile, 0, 1))).toEqual(['popularity', 'popularity']);
    const of = new Float32Array(8);
    popularity.score(users(0, 4), of);
    expect([...of.subarray(4)]).toEqual([...of.subarray(0, 4)]);
  });

  it('and each is served as it says', async () => {
    const content = await serving('content');
    const out = new Float32Array(12);
    content.score(users(4, 5, 7), out);
    const first = [0, 1, 2]
      .map((row) => out.subarray(row * 4, row * 4 + 4))
      .map((row) => row.indexOf(Math.max(...row)));
    expect(first).toEqual([0, 0, 1]);
    expect(content.because!(profileOfUser(data, 0), 2, 3).map(({ item }) => item)).toEqual([0]);
    expect(content).toMatchObject({ kind: 'content', users: 8, items: 4 });
  });
});
