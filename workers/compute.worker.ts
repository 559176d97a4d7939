import { Computing } from './compute/computing.ts';
import type { AnyComputation } from './compute/run-job.ts';
import { serve } from './serve.ts';

/** Each analysis's computation, loaded when it is first asked for. */
const computations = import.meta.glob<AnyComputation>('../src/analyses/*/compute.ts');

serve(new Computing((id) => computations[`../src/analyses/${id}/compute.ts`]?.()));
