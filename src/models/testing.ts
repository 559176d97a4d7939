import type { Backend, BackendName } from '../contract/workers.ts';
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
