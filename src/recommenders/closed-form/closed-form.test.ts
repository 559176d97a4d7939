import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { Call, ThreadStart } from '../../models/parallel/threads.ts';
import type { Reply } from '../../models/parallel/crew.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import type { LearningData } from '../data.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { FittedRecommender } from '../recommender.ts';
import type { TestEvent } from '../testing.ts';
import { learningDataOfLog, profileOfHistory } from '../testing.ts';
import golden from './closed-form.golden.json';
import { gramKernel } from './forms.ts';
import { inverseOf } from './inverse.ts';

const step = async () => undefined;
const small = learningDataOfLog(golden.log as unknown as TestEvent[], golden.users, golden.items);

/** What each item alone says of the others: the rows of B, off its diagonal. */
function weightsOf(fitted: FittedRecommender): number[][] {
  const profiles = Array.from({ length: fitted.items }, (_, item) => profileOfHistory([item]));
  const out = new Float32Array(fitted.items ** 2);
  fitted.score(profiles, out);
  return profiles.map((_, item) => Array.from(out.subarray(item * fitted.items, (item + 1) * fitted.items)));
}

function expectClose(found: readonly (readonly number[])[], expected: readonly (readonly number[])[], within: number) {
  const apart = found.map((row, i) => Math.max(...row.map((value, j) => Math.abs(value - expected[i]![j]!))));
  expect(Math.max(...apart)).toBeLessThan(within);
}

/** A log of many items, some of which nobody had. */
function manyItems(users: number, items: number): LearningData {
  const random = seededRandom(3);
  const log: TestEvent[] = [];
  for (let user = 0; user < users; user += 1) {
    for (let item = 0; item < items; item += 1) {
      if (item % 10 !== 7 && random() < 0.1) log.push([user, item, 1 + Math.floor(3 * random())]);
    }
  }
  return learningDataOfLog(log, users, items);
}

/** Xᵀ X + ridge on the diagonal, number by number. */
function regularised({ interactions }: LearningData, items: Int32Array, ridge: number): number[][] {
  const { users, offsets, item, weight } = interactions;
  const rows = Array.from(items, () => new Float64Array(users));
  for (let user = 0; user < users; user += 1) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) {
      rows[items.indexOf(item[at]!)]![user] = weight[at]!;
    }
  }
  const sum = (a: number, b: number) => rows[a]!.reduce((total, value, user) => total + value * rows[b]![user]!, 0);
  return rows.map((_, a) => rows.map((__, b) => sum(a, b) + (a === b ? ridge : 0)));
}

/** The largest distance of some rows times a matrix from those of the unit matrix. */
function farthestFromOne(rows: readonly number[][], matrix: readonly number[][]): number {
  let most = 0;
  for (let i = 0; i < rows.length; i += 13) {
    for (let j = 0; j < matrix.length; j += 1) {
      const product = rows[i]!.reduce((sum, value, k) => sum + value * matrix[j]![k]!, 0);
      most = Math.max(most, Math.abs(product - Number(i === j)));
    }
  }
  return most;
}

async function rowsOf(data: LearningData, ridge: number, threads?: number, inverse = inverseOf) {
  const { items, row } = await inverse(data.interactions, ridge, step, threads);
  return { items, rows: Array.from(items, (_, n) => Array.from(row(n), (value) => -value)) };
}

describe('the inverse', () => {
  it('is NumPy’s', async () => {
    const { rows } = await rowsOf(small, golden.ridge);
    expectClose(rows, golden.inverse, 1e-12);
  });

  it('times the matrix is one, over many tiles', async () => {
    const data = manyItems(60, 700);
    const { items, rows } = await rowsOf(data, 5);
    expect(items.every((item) => item % 10 !== 7)).toBe(true);
    expect(items.length).toBeGreaterThan(8 * 72);
    expect(farthestFromOne(rows, regularised(data, items, 5))).toBeLessThan(1e-9);
  });

  it('is the same within rounding where multiply-adds round once', async () => {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    const data = manyItems(60, 400);
    /** As a page works it out that has just begun: an engine is asked only once what it can. */
    const anew = async () => {
      vi.resetModules();
      return rowsOf(data, 5, undefined, (await import('./inverse.ts')).inverseOf);
    };
    const once = await anew();
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const twice = await anew();
    vi.restoreAllMocks();
    expect(WebAssembly.validate(gramKernel.own.relaxed)).toBe(true);
    expectClose(once.rows, twice.rows, 1e-12);
    expect(once.rows).not.toEqual(twice.rows);
    expect(farthestFromOne(once.rows, regularised(data, once.items, 5))).toBeLessThan(1e-9);
  });

  it('says so where there is none', async () => {
    // Four users with both items: [[4, 4], [4, 4]], whose square roots are whole.
    const log = [0, 1, 2, 3].flatMap((user): TestEvent[] => [[user, 0], [user, 1]]); // prettier-ignore
    const alike = learningDataOfLog(log, 4, 2);
    await expect(inverseOf(alike.interactions, 0, step)).rejects.toMatchObject({ name: 'recommend.not-invertible' });
  });
});

/** A worker without a thread of its own: the real kernel over the real shared memory, one call in each turn. */
class TurnWorker {
  static ended = 0;
  onmessage?: (event: { data: Reply<null> }) => void;
  #functions: Promise<Record<string, (...args: number[]) => number>> | undefined;

  postMessage(message: ThreadStart | Call): void {
    if ('module' in message) {
      const { module, memory } = message;
      this.#functions = WebAssembly.instantiate(module, { env: { memory } }).then(({ exports }) => exports as never);
    } else void this.#answer(message);
  }

  async #answer([name, ...args]: Call): Promise<void> {
    (await this.#functions!)[name]!(...args);
    setTimeout(() => this.onmessage?.({ data: { answer: null } }));
  }

  terminate(): void {
    TurnWorker.ended += 1;
  }
}

describe('several threads', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    TurnWorker.ended = 0;
  });

  it('give the same to the bit, and are ended', async () => {
    vi.stubGlobal('Worker', TurnWorker);
    vi.stubGlobal('location', new URL('http://localhost/'));
    const data = manyItems(40, 500);
    const alone = await rowsOf(data, 5, 1);
    for (const threads of [2, 3]) expect((await rowsOf(data, 5, threads)).rows).toEqual(alone.rows);
    expect(TurnWorker.ended).toBe(5);
  });

  it('are ended when the run is', async () => {
    vi.stubGlobal('Worker', TurnWorker);
    vi.stubGlobal('location', new URL('http://localhost/'));
    const stop = () => Promise.reject(new Error('stopped'));
    await expect(inverseOf(small.interactions, 1, stop, 2)).rejects.toThrow('stopped');
    expect(TurnWorker.ended).toBe(2);
  });
});

describe('weights of items', () => {
  it('of EASE are NumPy’s', async () => {
    const fitted = await (await recommenderOf('ease', { lambda: golden.ridge }, 'implicit')).fit(small, testContext());
    expectClose(weightsOf(fitted), golden.ease, 1e-7);
  });

  it('of SLIM are scikit-learn’s', async () => {
    const params = { alpha: golden.alpha, l1Ratio: golden.l1Ratio };
    const fitted = await (await recommenderOf('slim', params, 'implicit')).fit(small, testContext());
    expectClose(weightsOf(fitted), golden.slim, 1e-5);
    expect(golden.slim.flat().filter((weight) => weight > 0).length).toBeGreaterThan(10);
  });

  const log = golden.log as unknown as TestEvent[];
  const users = (item: number) => log.filter(([, each]) => each === item).length;
  const commonest = Array.from({ length: golden.items }, (_, item) => item)
    .sort((a, b) => users(b) - users(a) || a - b)
    .slice(0, 7);

  it('are those of the commonest items alone where no more are to be learnt', async () => {
    const few = log.filter(([, item]) => commonest.includes(item));
    const alone = learningDataOfLog(few, golden.users, golden.items);
    for (const id of ['ease', 'slim']) {
      const fitted = await (await recommenderOf(id, { mostItems: 7 }, 'implicit')).fit(small, testContext());
      const expected = await (await recommenderOf(id, {}, 'implicit')).fit(alone, testContext());
      expect(weightsOf(fitted)).toEqual(weightsOf(expected));
      const judged = Array.from({ length: golden.items }, (_, item) => item).filter((item) => fitted.judges(item));
      expect(judged).toEqual(commonest.toSorted((a, b) => a - b));
    }
  });

  it('leave held-out items that were not learnt among those to be found', async () => {
    const rare = Array.from({ length: golden.items }, (_, item) => item).filter((item) => !commonest.includes(item));
    const held = { users: Int32Array.of(0), offsets: Uint32Array.of(0, 3), weight: Float64Array.of(1, 1, 1) };
    const item = Int32Array.from([commonest[0]!, rare[0]!, rare[1]!].sort((a, b) => a - b));
    const train = learningDataOfLog(
      [...log.filter(([user]) => user > 0), [0, commonest[1]!]],
      golden.users,
      golden.items,
    );
    const none = {
      users: new Int32Array(0),
      offsets: new Uint32Array(1),
      item: new Int32Array(0),
      weight: new Float64Array(0),
    };
    const about = { trainInteractions: 0, validationInteractions: 0, testInteractions: 3, newUsers: 0 };
    const split = { train, validation: none, test: { ...held, item }, before: train.histories, about };
    const fitted = await (await recommenderOf('ease', { mostItems: 7 }, 'implicit')).fit(train, testContext());
    const { users: asked, metrics } = await evaluate(fitted, split, { k: 6, seen: 'exclude' }, { step });
    // Six learnt items are left to offer him: one of three that he had.
    expect(asked).toBe(1);
    expect(metrics.recall).toBeCloseTo(1 / 3, 12);
  });
});
