import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import type { LearningData, Profile } from '../data.ts';
import type { TestEvent } from '../testing.ts';
import { learningDataOfLog, profileOfHistory, profileOfUser } from '../testing.ts';

const DAY = 24 * 60;

/** Item 0: three users, long ago; item 1: two users, now; item 2: one user, now. */
const log: TestEvent[] = [
  [0, 0, 1, 0],
  [1, 0, 1, 0],
  [2, 0, 1, 0],
  [0, 1, 1, 30 * DAY],
  [1, 1, 1, 30 * DAY],
  [3, 2, 1, 30 * DAY],
];

const data: LearningData = learningDataOfLog(log, 4, 3, {
  catalogue: { category: ['old', 'new', 'new'] },
  attributes: {
    rows: 4,
    columns: ['age', 'plan = free', 'plan = pro'],
    offsets: Uint32Array.of(0, 2, 3, 5, 5),
    column: Int32Array.of(0, 1, 2, 0, 1),
    value: Float64Array.of(0.5, 1, 1, -0.5, 1),
  },
});

async function scored(params: Record<string, unknown>, profile: Profile): Promise<number[]> {
  const fitted = await (await recommenderOf('popularity', params, 'implicit')).fit(data, testContext());
  const out = new Float32Array(3);
  fitted.score([profile], out);
  return Array.from(out, (score) => Math.round(1e5 * score) / 1e5);
}

describe('popularity', () => {
  it('is how many had an item, of the most that any has', async () => {
    expect(await scored({}, profileOfUser(data, 3))).toEqual([1, 0.66667, 0.33333]);
  });

  it('of late halves with each half-life', async () => {
    // After three half-lives the three are 3 / 8 of one.
    expect(await scored({ by: 'recent', halfLifeDays: 10 }, profileOfUser(data, 3))).toEqual([0.1875, 1, 0.5]);
  });

  it('of a segment by attribute counts its people, mixed with all by the shrinkage', async () => {
    const by = { by: 'segment', segment: 'plan' };
    // User 1 alone is on the pro plan, users 0 and 2 on the free one.
    expect(await scored({ ...by, shrinkage: 0 }, profileOfUser(data, 1))).toEqual([1, 1, 0]);
    expect(await scored({ ...by, shrinkage: 0 }, profileOfUser(data, 0))).toEqual([1, 0.5, 0]);
    // 1 + 4 · ¾, 1 + 4 · ½ and 4 · ¼ of 4.
    expect(await scored({ ...by, shrinkage: 4 }, profileOfUser(data, 1))).toEqual([1, 0.75, 0.25]);
    // Of user 3 and of somebody new no plan is known.
    expect(await scored({ ...by, shrinkage: 0 }, profileOfUser(data, 3))).toEqual([1, 0.66667, 0.33333]);
    expect(await scored({ ...by, shrinkage: 0 }, profileOfHistory([1]))).toEqual([1, 0.66667, 0.33333]);
  });

  it('of a segment by category knows somebody new by what he had', async () => {
    const by = { by: 'segment', shrinkage: 0 };
    // Only user 3 has more of the new ones; users 0 and 1 have one of each, and the first category, by name, is “new”.
    expect(await scored(by, profileOfHistory([2]))).toEqual([1, 1, 0.5]);
    expect(await scored(by, profileOfHistory([0]))).toEqual([1, 0, 0]);
  });

  it('says so where nothing tells people apart', async () => {
    const { attributes: _, ...plain } = { ...data, catalogue: { ids: data.catalogue.ids } };
    for (const [segment, named] of [
      ['', 'category'],
      ['plan', 'plan'],
    ]) {
      const fit = (await recommenderOf('popularity', { by: 'segment', segment }, 'implicit')).fit(plain, testContext());
      await expect(fit).rejects.toMatchObject({ name: 'recommend.no-segments', values: { segment: named } });
    }
  });
});
