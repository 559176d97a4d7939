import { afterEach, expect, it, vi } from 'vitest';
import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import { estimatorOf } from '../catalog.ts';
import { testContext } from '../testing.ts';
import type { Reply } from '../parallel/crew.ts';
import { forestGrower, type ForestPlan, type Grown } from './growing.ts';
import { testData } from './test-data.ts';

/** A worker without a thread of its own: what it is sent is cloned as on the way to one, and the later trees are the first to be ready. */
class TurnWorker {
  static hired = 0;
  static ended = 0;
  static asked: number[] = [];
  static failsAt = -1;
  onmessage?: (event: { data: Reply<Grown> }) => void;
  #grow: ReturnType<typeof forestGrower> | undefined;

  constructor() {
    TurnWorker.hired += 1;
  }

  postMessage(message: ForestPlan | number): void {
    if (typeof message === 'number') void this.#answer(message);
    else this.#grow = forestGrower(structuredClone(message), async () => undefined);
  }

  async #answer(tree: number): Promise<void> {
    TurnWorker.asked.push(tree);
    const answer = structuredClone(await (await this.#grow!)(tree));
    const error = { code: 'trees.too-large', values: { megabytes: 1 } };
    const data = tree === TurnWorker.failsAt ? { error } : { answer };
    setTimeout(() => this.onmessage?.({ data }), tree % 2 === 0 ? 20 : 0);
  }

  terminate(): void {
    TurnWorker.ended += 1;
  }
}

function isolated(cores: number): void {
  vi.stubGlobal('Worker', TurnWorker);
  vi.stubGlobal('location', new URL('http://localhost/'));
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('navigator', { hardwareConcurrency: cores });
}

afterEach(() => {
  vi.unstubAllGlobals();
  Object.assign(TurnWorker, { hired: 0, ended: 0, asked: [], failsAt: -1 });
});

const { x, y: labels } = testData(4000, 1);
const params = { trees: 30, maxDepth: 4, outOfBag: true };
const fit = async (id: string, task: keyof typeof labels & Task, more = {}) =>
  (await estimatorOf(id, { ...params, ...more }, task)).fit(x, labels[task], testContext());

it.each([
  ['random-forest', 'binary'],
  ['random-forest', 'multiclass'],
  ['extra-trees', 'regression'],
] as const)('%s, %s: the same to the bit on any number of threads', async (id, task) => {
  // So that the little data is worth it.
  const more = { trees: Math.ceil(1e7 / (4000 * x.columns)), ...(id === 'extra-trees' && { bootstrap: true }) };
  const alone = JSON.stringify((await fit(id, task, more)).toJSON());
  expect(TurnWorker.hired).toBe(0);
  for (const cores of [2, 3]) {
    isolated(cores);
    TurnWorker.hired = TurnWorker.ended = 0;
    TurnWorker.asked = [];
    expect(JSON.stringify((await fit(id, task, more)).toJSON())).toBe(alone);
    expect([TurnWorker.hired, TurnWorker.ended]).toEqual([cores, cores]);
    expect(TurnWorker.asked.toSorted((a, b) => a - b)).toEqual([...Array(more.trees).keys()]);
  }
});

it('what a thread throws is thrown, and all are ended', async () => {
  isolated(2);
  TurnWorker.failsAt = 3;
  const trees = Math.ceil(1e7 / (4000 * x.columns));
  await expect(fit('random-forest', 'binary', { trees })).rejects.toThrow(AppError);
  await expect(fit('random-forest', 'binary', { trees })).rejects.toMatchObject({ code: 'trees.too-large' });
  expect(TurnWorker.ended).toBe(4);
});

it('a cancel ends them', async () => {
  isolated(2);
  const trees = Math.ceil(1e7 / (4000 * x.columns));
  const step = (done: number) => (done > 0 ? Promise.reject(new Error('stopped')) : Promise.resolve());
  const estimator = await estimatorOf('random-forest', { ...params, trees }, 'binary');
  await expect(estimator.fit(x, labels.binary, { ...testContext(), step })).rejects.toThrow('stopped');
  expect(TurnWorker.ended).toBe(2);
});

it('little data is not worth it', async () => {
  isolated(4);
  await fit('random-forest', 'binary', { trees: 2 });
  expect(TurnWorker.hired).toBe(0);
});
