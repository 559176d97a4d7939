import type { Backend } from '../../contract/workers.ts';
import type { FitContext } from '../estimator.ts';

const SLOWEST = ['webgpu', 'wasm', 'cpu'] as const;

/** A context that remembers where trainings ran; of several, the least of them: the one with a reason is the one to tell. */
export function listening(context: FitContext): { context: FitContext; backend(): Backend } {
  let said: Backend | null = null;
  const rank = ({ name, reason }: Backend) => SLOWEST.indexOf(name) + (reason ? 10 : 0);
  const ranOn = (value: Backend) => {
    if (said === null || rank(value) > rank(said)) said = value;
    context.ranOn(said);
  };
  return {
    context: { ...context, step: (done, note) => context.step(done, note), ranOn },
    backend: () => said ?? { name: 'cpu' },
  };
}

/** The part of a job from one share of its progress to another. */
export const partly = (context: FitContext, from: number, to: number): FitContext => ({
  ...context,
  step: (done, note) => context.step(from + (to - from) * done, note),
});
