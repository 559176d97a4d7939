import type { Snapshots } from '../contract/analysis.ts';
import type { Backend, BackendName } from '../contract/workers.ts';
import { AppError } from '../core/errors.ts';
import { pack, unpack } from '../core/packed.ts';
import type { FitContext } from './estimator.ts';

/** A context for tests, which remembers where the model ran and how far it came. */
export interface TestContext extends FitContext {
  backends: Backend[];
  shares: number[];
}

/** A context that never aborts unless `step` says so. */
export function testContext(backend?: BackendName, step?: (call: number) => void): TestContext {
  const backends: Backend[] = [];
  const shares: number[] = [];
  return {
    seed: 1,
    language: 'en',
    ...(backend ? { backend } : {}),
    ranOn: (value) => void backends.push(value),
    step: async (done) => {
      shares.push(done);
      step?.(shares.length);
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    backends,
    shares,
  };
}

/** What a job keeps of its trainings, as text, as the page keeps it; each later run reads it through a new one. */
export class TestSnapshots implements Snapshots {
  readonly kept: Map<string, string>;
  /** By name, in the order in which they came. */
  readonly written: { name: string; done: number; last: boolean }[] = [];

  constructor(earlier?: TestSnapshots) {
    this.kept = new Map(earlier?.kept);
  }

  read(name: string): unknown {
    return unpack(this.kept.get(name));
  }

  write(name: string, state: unknown, done: number, last = false): void {
    this.written.push({ name, done, last });
    this.kept.set(name, JSON.parse(JSON.stringify(pack(state))));
  }
}

/** For `testContext`: an end that no backend is blamed for, at one of the steps. */
export const stopAt = (step: number) => (call: number) => {
  if (call === step) throw new AppError('test.stopped');
};

/** A context whose steps wait for nothing. */
function hurried(backend: BackendName, step?: (call: number) => void): TestContext {
  const context = testContext(backend);
  const count = async (done: number) => {
    context.shares.push(done);
    step?.(context.shares.length);
  };
  return { ...context, step: count };
}

/** Runs a job as often as it has steps, each time stopped at another one and begun anew from what it had kept until then. */
export async function interruptedEverywhere<T>(
  job: (context: TestContext) => Promise<T>,
  backend: BackendName,
  check: (resumed: T, stoppedAt: number, snapshots: TestSnapshots) => void,
): Promise<number> {
  const whole = hurried(backend);
  await job(whole);
  for (let at = 1; at <= whole.shares.length; at += 1) {
    const snapshots = new TestSnapshots();
    const stopped = await job({ ...hurried(backend, stopAt(at)), snapshots }).then(
      () => 'at its end',
      (error: Error) => error.name,
    );
    if (stopped !== 'test.stopped') throw new Error(`${stopped} instead of a stop at step ${at}`);
    const later = new TestSnapshots(snapshots);
    check(await job({ ...hurried(backend), snapshots: later }), at, later);
  }
  return whole.shares.length;
}
