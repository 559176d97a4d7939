import { describe, expect, it } from 'vitest';
import type { BackendName } from '../../contract/workers.ts';
import { seededRandom } from '../../core/random.ts';
import { logisticObjective } from '../logistic/objective.ts';
import { matrixOf } from '../matrix.ts';
import { TestSnapshots, interruptedEverywhere, stopAt, testContext } from '../testing.ts';
import type { Objective, TrainingData } from './objective.ts';
import { train } from './trainer.ts';

const options = { tolerance: 1e-6, maxIterations: 100 };
const objective = logisticObjective(3, 1);

function dataOf(rows: number): TrainingData {
  const random = seededRandom(5);
  const columns = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => 2 * random() - 1));
  const y = Float32Array.from({ length: rows }, (_, row) =>
    Number(random() < 1 / (1 + Math.exp(-3 * columns[0]![row]!))),
  );
  return { x: matrixOf(['a', 'b', 'c'], columns, rows), y };
}

const data = dataOf(400);

/** The objective, counting how often it was evaluated over all rows. */
function counted(): { objective: Objective; evaluations(): number } {
  let count = 0;
  const loss: Objective['loss'] = (tf, weights, x, y) => {
    // The look at the first rows, and tfjs's own second look at them, are not of all rows.
    if (x.shape[0] === data.x.rows) count += 1;
    return objective.loss(tf, weights, x, y);
  };
  return { objective: { ...objective, loss }, evaluations: () => count };
}

/** What a training had kept when it was stopped at some step. */
async function stoppedAt(step: number, backend: BackendName, of: Objective = objective): Promise<TestSnapshots> {
  const snapshots = new TestSnapshots();
  const run = train(of, data, { ...testContext(backend, stopAt(step)), snapshots }, options);
  await expect(run).rejects.toMatchObject({ name: 'test.stopped' });
  return snapshots;
}

/** Runs the training with what an earlier run kept. */
async function resume(earlier: TestSnapshots, backend: BackendName, of: Objective = objective, rows = data) {
  const snapshots = new TestSnapshots(earlier);
  const trained = await train(of, rows, { ...testContext(backend), snapshots }, options);
  return { trained, written: snapshots.written };
}

describe.each(['cpu', 'wasm'] as const)('a training interrupted at any step (%s)', (backend) => {
  it('comes to the same weights, loss and history, bit for bit', async () => {
    const whole = await train(objective, data, testContext(backend), options);
    expect(whole.history.length).toBeGreaterThan(5);
    const steps = await interruptedEverywhere(
      (context) => train(objective, data, context, options),
      backend,
      (resumed) => expect(resumed).toStrictEqual(whole),
    );
    // Each evaluation and each iteration has one.
    expect(steps).toBeGreaterThan(2 * whole.history.length);
  });

  it('does again the iteration that it was in, and one look at where it stood', async () => {
    const whole = counted();
    const context = testContext(backend);
    const { history } = await train(whole.objective, data, context, options);
    let after = 0;
    for (let step = 1; step <= context.shares.length; step += 1) {
      const first = counted();
      const kept = await stoppedAt(step, backend, first.objective);
      const before = first.evaluations();
      const second = counted();
      const { written } = await resume(kept, backend, second.objective);
      expect(written.map(({ done }) => done)).toEqual([
        ...history.map((_, at) => at + 1).slice(kept.written.length),
        history.length,
      ]);
      const again = before + second.evaluations() - whole.evaluations();
      // This sample needs one evaluation for an iteration, but for one that needs two.
      expect(again).toBeLessThanOrEqual(2);
      after += Number(again === 1);
    }
    expect(after).toBeGreaterThanOrEqual(history.length);
  });

  it('at its end already is passed over at once, and says where it ran', async () => {
    const snapshots = new TestSnapshots();
    const whole = await train(objective, data, { ...testContext(backend), snapshots }, options);
    const again = counted();
    const context = { ...testContext(backend), snapshots: new TestSnapshots(snapshots) };
    expect(await train(again.objective, data, context, options)).toStrictEqual(whole);
    expect(again.evaluations()).toBe(0);
    expect(context.backends).toEqual([{ name: backend }]);
  });

  it('the trainings of a job have names in order, and each goes on by itself', async () => {
    const job = async (context: Parameters<typeof train>[2]) =>
      Promise.all([10, 1].map((c) => train(logisticObjective(3, c), data, context, { ...options, tolerance: 1e-2 })));
    const whole = await job(testContext(backend));
    let names: string[] = [];
    await interruptedEverywhere(job, backend, (resumed, _, { kept }) => {
      expect(resumed).toStrictEqual(whole);
      names = [...kept.keys()];
    });
    expect(names).toEqual(['train-0', 'train-1']);
  });
});

describe('what was kept and does not fit', () => {
  const fresh = () => train(objective, data, testContext('wasm'), options);

  const begunAnew = async (earlier: TestSnapshots, rows = data): Promise<void> => {
    const { trained, written } = await resume(earlier, 'wasm', objective, rows);
    expect(trained).toStrictEqual(await train(objective, rows, testContext('wasm'), options));
    // Said at once, so that nobody counts it as taken over.
    expect(written[0]).toEqual({ name: 'train-0', done: 0, last: false });
  };

  it('of another shape', async () => {
    const wider = new TestSnapshots();
    wider.write(
      'train-0',
      { ...(new TestSnapshots(await stoppedAt(9, 'wasm')).read('train-0') as object), weights: new Float64Array(9) },
      4,
    );
    await begunAnew(wider);
    const other = new TestSnapshots();
    other.write('train-0', { anything: 1 }, 4);
    await begunAnew(other);
  });

  it('of other rows, whose loss is another', async () => {
    const mirrored = { ...data, y: data.y.map((label) => 1 - label) };
    await begunAnew(await stoppedAt(9, 'wasm'), mirrored);
  });

  it('of other rows, at its end', async () => {
    const snapshots = new TestSnapshots();
    await train(objective, data, { ...testContext('wasm'), snapshots }, options);
    await begunAnew(snapshots, { ...data, y: data.y.map((label) => 1 - label) });
  });

  it('damaged in any place', async () => {
    const snapshots = await stoppedAt(9, 'wasm');
    const text = snapshots.kept.get('train-0')!;
    for (let at = 0; at < text.length; at += 97) {
      snapshots.kept.set(
        'train-0',
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 2) + text.slice(at + 1),
      );
      expect(new TestSnapshots(snapshots).read('train-0')).toBeUndefined();
    }
    expect((await resume(snapshots, 'wasm')).trained).toStrictEqual(await fresh());
  });
});
