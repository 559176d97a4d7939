import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { splitOf } from '../evaluation/split.ts';
import { learningDataOfLog, profileOfHistory } from '../testing.ts';
import { foreseen, succession } from '../sequences/test-succession.ts';
import { hasMovielens, movielens } from '../test-movielens.ts';

/** 0 1 2 · 0 1 2 · 3 1 0: of nine events three are of item 0 and of item 1, two of item 2, one of item 3. */
const data = learningDataOfLog([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [2, 3], [2, 1], [2, 0]], 3, 4); // prettier-ignore
const fitTo = async (params: Record<string, unknown>, on = data) =>
  (await recommenderOf('markov', params, 'implicit')).fit(on, testContext());

async function scoresAfter(history: number[], params: Record<string, unknown>, on = data): Promise<number[]> {
  const out = new Float32Array(4);
  (await fitTo(params, on)).score([profileOfHistory(history)], out);
  return [...out];
}

const expectClose = (values: number[], expected: number[]) =>
  expected.forEach((value, at) => expect(values[at]).toBeCloseTo(value, 6));

describe('markov', () => {
  it('one step: what followed the last item, and popularity as one observation more', async () => {
    // After 1 came 2 twice and 0 once; a quarter is left to popularity.
    const scores = await scoresAfter([3, 1], { order: 1, reach: 1, backOff: 1 });
    expectClose(scores, [1 / 4 + 3 / 36, 3 / 36, 2 / 4 + 2 / 36, 1 / 36]);
  });

  it('two steps: the longer run first, where it was seen twice', async () => {
    const one = [1 / 4 + 3 / 36, 3 / 36, 2 / 4 + 2 / 36, 1 / 36];
    const params = { order: 2, reach: 1, backOff: 1 };
    // After 0 1 came 2 both times.
    expectClose(
      await scoresAfter([0, 1], params),
      one.map((score, item) => (Number(item === 2) * 2 + score) / 3),
    );
    // 3 1 was seen once.
    expectClose(await scoresAfter([3, 1], params), one);
  });

  it('several items ahead and behind, the further the less', async () => {
    // To 2 from 0, a place between them: half each time, 1 in all beside 2 for item 1; from 3 to 0 likewise half.
    const scores = await scoresAfter([3, 0], { order: 1, reach: 2, decay: 0.5, backOff: 1 });
    // The last item, 0, counts 2/3: of 3 observations 2 are of item 1 and 1 of item 2; item 3 counts 1/3: 1 of item 1, half of item 0.
    const rest = (2 / 3) * (1 / 4) + (1 / 3) * (1 / 2.5);
    expectClose(scores, [
      (1 / 3) * (0.5 / 2.5) + (rest * 3) / 9,
      (2 / 3) * (2 / 4) + (1 / 3) * (1 / 2.5) + (rest * 3) / 9,
      (2 / 3) * (1 / 4) + (rest * 2) / 9,
      rest / 9,
    ]);
  });

  it('what came long after counts less', async () => {
    // Two hours between, which is the half-life.
    const late = learningDataOfLog([[0, 0, 1, 0], [0, 1, 1, 120], [1, 0, 1, 0], [1, 2, 1, 0]], 2, 4); // prettier-ignore
    const scores = await scoresAfter([0], { order: 1, reach: 1, backOff: 0.5, halfLifeHours: 2 }, late);
    // Half an observation of item 1 and one of item 2, of four events two of item 0.
    expectClose(scores, [1 / 8, 0.5 / 2 + 1 / 16, 1 / 2 + 1 / 16]);
  });

  it('sessions do not lead into each other', async () => {
    const session = Uint32Array.of(0, 0, 1, 2, 2, 2, 3, 3, 3);
    const apart = { ...data, histories: { ...data.histories, session } };
    const scores = await scoresAfter([1], { order: 1, reach: 1, backOff: 1 }, apart);
    // Of 1 → 2 only the second user's is left.
    expectClose(scores, [1 / 3 + 3 / 27, 3 / 27, 1 / 3 + 2 / 27, 1 / 27]);
  });

  it('its reasons are the items that led there, and are what the score is made of', async () => {
    const fitted = await fitTo({ order: 2, reach: 2, decay: 0.5, backOff: 1 });
    const profile = profileOfHistory([0, 1]);
    const reasons = fitted.because!(profile, 2, 5);
    expect(reasons.map(({ item }) => item)).toEqual([1, 0]);
    const scores = new Float32Array(4);
    fitted.score([profile], scores);
    // The rest is popularity's: of item 3, which never followed these, it is all; item 2 has twice its events.
    expect(reasons.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(scores[2]! - 2 * scores[3]!, 6);
    expect(fitted.similar!(1, 5).map(({ item }) => item)).toEqual([2, 0]);
  });

  it('foresees what follows', async () => {
    expect(foreseen(await fitTo({}, succession()))).toBe(1);
    const popularity = await recommenderOf('popularity', {}, 'implicit');
    expect(foreseen(await popularity.fit(succession(), testContext()))).toBeLessThan(0.2);
  });
});

describe.skipIf(!hasMovielens)('markov on MovieLens-100k (needs it beside the checkout)', () => {
  it('foretells the last film of twice as many as popularity does', async () => {
    const signals = v.object({ ...signalEntries, ...judgingEntries });
    const split = splitOf(movielens(), { ...v.parse(signals, {}), split: 'leave-last-out' }, 1);
    const hits = async (id: string) => {
      const fitted = await (await recommenderOf(id, {}, 'implicit')).fit(split.train, testContext());
      return (await evaluate(fitted, split, { k: 10, seen: 'exclude' }, testContext())).metrics.hit;
    };
    const [markov, popularity] = [await hits('markov'), await hits('popularity')];
    expect(markov).toBeGreaterThan(0.15);
    expect(markov).toBeGreaterThan(2 * popularity);
  });
});
