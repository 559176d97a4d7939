import type { ComputeApi } from '../src/contract/workers.ts';
import { transferOutcome } from './compute/outcome.ts';
import { runJob } from './compute/run-job.ts';
import type { AnyCompute } from './compute/run-job.ts';
import { serve } from './serve.ts';

/** Each analysis's computation, loaded when it is first asked for. */
const computations = import.meta.glob<AnyCompute>('../src/analyses/*/compute.ts', { import: 'default' });

const api: ComputeApi = {
  async run(job, signal, onProgress, onSnapshot) {
    const compute = await computations[`../src/analyses/${job.id}/compute.ts`]?.();
    return transferOutcome(await runJob(job, compute, signal, onProgress, onSnapshot));
  },
};

serve(api);
