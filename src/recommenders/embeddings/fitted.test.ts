import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import bpr from '../bpr/recommender.ts';
import type { FittedRecommender, RecommenderMaker } from '../recommender.ts';
import lightgcn from '../lightgcn/recommender.ts';
import { groupOf, learningDataOfLog, planted, plantedData, profileOfHistory, profileOfUser } from '../testing.ts';
import twoTower from '../two-tower/recommender.ts';

const ranking = {
  factors: 6,
  negatives: 2,
  temperature: 0.5,
  regularisation: 0.1,
  learningRate: 0.02,
  epochs: 8,
  batchSize: 128,
};
const tower = { ...ranking, temperature: 0.2, history: 10, anonymous: 0.3, terms: 50, epochs: 25, batchSize: 64 };

const makers: [string, RecommenderMaker, Record<string, unknown>][] = [
  ['bpr', bpr, ranking],
  ['lightgcn', lightgcn, { ...ranking, layers: 2 }],
  ['two-tower', twoTower, tower],
];

const data = plantedData();
const train = (maker: RecommenderMaker, params: Record<string, unknown>, on = data) =>
  maker.make(params).fit(on, testContext());

function scoresOf(fitted: FittedRecommender, profile: ReturnType<typeof profileOfHistory>): Float32Array {
  const scores = new Float32Array(fitted.items);
  fitted.score([profile], scores);
  return scores;
}

/** Each trained once. */
const trained = new Map(makers.map(([id, maker, params]) => [id, () => train(maker, params)]));
async function once(id: string): Promise<FittedRecommender> {
  const fitted = await trained.get(id)!();
  trained.set(id, async () => fitted);
  return fitted;
}

/** An item's vector against a user's. */
function product({ embeddings }: FittedRecommender, user: number, item: number): number {
  const { width, users, items } = embeddings!;
  let sum = 0;
  for (let k = 0; k < width; k += 1) sum += users![user * width + k]! * items[item * width + k]!;
  return sum;
}

describe.each(makers)('%s', (id) => {
  it('scores the users of its training by the products of the embeddings', async () => {
    const fitted = await once(id);
    for (const user of [0, 7, 31]) {
      const scores = scoresOf(fitted, profileOfUser(data, user));
      for (let item = 0; item < planted.items - 2; item += 1) {
        expect(scores[item]).toBeCloseTo(product(fitted, user, item), 4);
      }
    }
  });

  it.runIf(id !== 'two-tower')(
    "the reasons add up to the score of somebody new, with the item's own number",
    async () => {
      const fitted = await once(id);
      const { width, items } = fitted.embeddings!;
      const profile = profileOfHistory([0, 3, 6, 9]);
      const scores = scoresOf(fitted, profile);
      const backwards = (item: number) => {
        const shares = fitted.because!(profile, item, 10);
        return { sum: shares.reduce((all, { score }) => all + score, 0), number: shares.length };
      };
      // Where all four speak for an item, their parts and the item's own number are the score.
      const agreed = Array.from({ length: planted.items - 2 }, (_, item) => item).filter(
        (item) => !profile.items.includes(item) && backwards(item).number === 4,
      );
      for (const item of agreed) {
        const bias = items[item * width + width - 1]!;
        expect(scores[item]).toBeCloseTo(backwards(item).sum + bias, 4);
      }
      // And with one item only it is so wherever that one speaks for another.
      const one = profileOfHistory([4]);
      const alone = scoresOf(fitted, one);
      let compared = 0;
      for (let item = 0; item < planted.items - 2; item += 1) {
        const [share] = fitted.because!(one, item, 1);
        if (!share) continue;
        expect(alone[item]).toBeCloseTo(share.score + items[item * width + width - 1]!, 4);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(3);
    },
  );
});

describe('two-tower', () => {
  it('judges an item that nobody had by its features, in favour of its own group', async () => {
    const fitted = await once('two-tower');
    // The last two items are of one group each, and nobody had them.
    const cold = [planted.items - 2, planted.items - 1];
    expect(cold.map((item) => fitted.judges(item))).toEqual([true, true]);
    const right = Array.from({ length: planted.users }, (_, user) => {
      const scores = scoresOf(fitted, profileOfUser(data, user));
      const [own, other] = groupOf(user) === groupOf(cold[0]!) ? cold : [cold[1], cold[0]];
      return Number(scores[own!]! > scores[other!]!);
    });
    expect(right.reduce((sum, one) => sum + one, 0) / right.length).toBeGreaterThan(0.8);
  });

  it('knows a user without items by attributes', async () => {
    // The planted log without the items of user 0, whose attributes are left.
    const { interactions, catalogue, attributes } = data;
    const log: [number, number][] = [];
    for (let user = 1; user < planted.users; user += 1) {
      for (let at = interactions.offsets[user]!; at < interactions.offsets[user + 1]!; at += 1) {
        log.push([user, interactions.item[at]!]);
      }
    }
    const without = learningDataOfLog(log, planted.users, planted.items, {
      catalogue,
      ...(attributes && { attributes }),
    });
    const fitted = await train(twoTower, tower, without);
    const profile = profileOfHistory([], 0);
    expect(fitted.knows(profile)).toBe(true);
    expect(fitted.knows(profileOfHistory([]))).toBe(false);
    const scores = scoresOf(fitted, profile);
    const mean = (group: number) => {
      const own = Array.from(scores).filter((_, item) => item < planted.items - 2 && groupOf(item) === group);
      return own.reduce((sum, score) => sum + score, 0) / own.length;
    };
    expect(mean(0)).toBeGreaterThan(mean(1));
  });
});
