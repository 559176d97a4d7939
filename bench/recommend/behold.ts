// What bench/recommend.mjs times of Behold: bundled by it, run in Chromium or in Node.
import type { FitContext } from '../../src/models/estimator.ts';
import { frequentItemsets } from '../../src/models/baskets/fp-growth.ts';
import { leastCount, transactionsOf } from '../../src/models/baskets/transactions.ts';
import { recommenderOf } from '../../src/recommenders/catalog.ts';
import type { Interactions, LearningData } from '../../src/recommenders/data.ts';
import type { Embeddings, FittedRecommender } from '../../src/recommenders/recommender.ts';

/** Progress goes nowhere. */
const context: FitContext = {
  seed: 1,
  language: 'en',
  backend: 'wasm',
  ranOn: () => undefined,
  step: async () => undefined,
};

/** `data` tells sizes, and the names of files as data.mjs wrote them. */
interface Job<Params, Data> {
  params: Params;
  data: Data;
}

type Read = (file: string) => Promise<ArrayBuffer>;

interface Log {
  users: number;
  items: number;
  offsets: string;
  item: string;
}

async function learningDataOf({ users, items, offsets, item }: Log, read: Read): Promise<LearningData> {
  const rows = new Uint32Array(await read(offsets));
  const columns = new Int32Array(await read(item));
  const weight = new Float64Array(columns.length).fill(1);
  const time = new Float64Array(columns.length).fill(NaN);
  const session = Uint32Array.from({ length: columns.length }, (_, at) => at);
  return {
    feedback: 'implicit',
    interactions: { users, items, offsets: rows, item: columns, weight, time },
    histories: { offsets: rows, item: columns, weight, time, session },
    catalogue: { ids: Array.from({ length: items }, (_, each) => String(each)) },
    end: NaN,
  };
}

/** The first users of a log: what warms the code up. */
function few(data: LearningData, users: number): LearningData {
  const { interactions } = data;
  const end = interactions.offsets[users]!;
  const part = {
    offsets: interactions.offsets.slice(0, users + 1),
    item: interactions.item.slice(0, end),
    weight: interactions.weight.slice(0, end),
    time: interactions.time.slice(0, end),
  };
  const histories = { ...part, session: data.histories.session.slice(0, end) };
  return { ...data, interactions: { ...part, users, items: interactions.items }, histories };
}

async function fitTimed(
  id: string,
  params: object,
  data: LearningData,
): Promise<{ seconds: number; fitted: FittedRecommender }> {
  const recommender = await recommenderOf(id, { ...params }, 'implicit');
  await (
    await recommenderOf(id, id === 'als' ? { ...params, iterations: 1 } : { ...params }, 'implicit')
  ).fit(few(data, 50), context);
  const start = performance.now();
  const fitted = await recommender.fit(data, context);
  return { seconds: (performance.now() - start) / 1000, fitted };
}

const inner = (a: Float32Array, at: number, b: Float32Array, to: number, width: number): number => {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += a[at + k]! * b[to + k]!;
  return sum;
};

const squares = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);

/** Σ over all pairs of (x·y)², by the Gram matrices of both sides. */
function allPairs(users: Float32Array, items: Float32Array, width: number): number {
  const gram = (rows: Float32Array) => {
    const sums = new Float64Array(width * width);
    for (let at = 0; at < rows.length; at += width) {
      for (let i = 0; i < width; i++)
        for (let j = 0; j < width; j++) sums[i * width + j]! += rows[at + i]! * rows[at + j]!;
    }
    return sums;
  };
  const [a, b] = [gram(users), gram(items)];
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

/** What ALS makes least: tells whether two that took as long came as far. */
function alsLoss(
  { offsets, item, users }: Interactions,
  { width, items, users: of }: Embeddings,
  alpha: number,
  regularisation: number,
) {
  let loss = allPairs(of!, items, width) + regularisation * (squares(of!) + squares(items));
  for (let user = 0; user < users; user++) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
      const score = inner(of!, user * width, items, item[at]! * width, width);
      loss += (1 + alpha) * (1 - score) ** 2 - score ** 2;
    }
  }
  return loss;
}

/** Seconds of an ALS training, and the loss it came to. */
export async function als({ params, data }: Job<{ alpha: number; regularisation: number }, Log>, read: Read) {
  const log = await learningDataOf(data, read);
  const { seconds, fitted } = await fitTimed('als', params, log);
  return { seconds, check: alsLoss(log.interactions, fitted.embeddings!, params.alpha, params.regularisation) };
}

/** Seconds of an EASE training, and the sum of the ten strongest weights of each of a hundred items: the weakest are not kept here. */
export async function ease({ params, data }: Job<object, Log>, read: Read) {
  const { seconds, fitted } = await fitTimed('ease', params, await learningDataOf(data, read));
  const row = new Float32Array(fitted.items);
  let check = 0;
  for (let item = 0; item < 100; item++) {
    const items = Int32Array.of(item);
    fitted.score([{ user: -1, items, weights: Float64Array.of(1), history: items, session: 0 }], row);
    const best = row.toSorted().subarray(-10);
    check += best.reduce((sum, score) => sum + score, 0);
  }
  return { seconds, check };
}

interface Lines {
  baskets: number;
  items: number;
  basket: string;
  item: string;
}

/** Seconds of mining the baskets, and how many sets were found. */
export async function baskets({ params, data }: Job<{ support: number }, Lines>, read: Read) {
  const basket = new Uint32Array(await read(data.basket));
  const transactions = transactionsOf(basket, new Uint32Array(await read(data.item)), data.baskets, data.items);
  const minCount = leastCount(params.support, transactions.count);
  const mine = () => frequentItemsets(transactions, { minCount, maxLength: 100, most: 1e6 }, async () => undefined);
  await mine();
  const start = performance.now();
  const sets = await mine();
  return { seconds: (performance.now() - start) / 1000, check: sets.offsets.length - 1 };
}
