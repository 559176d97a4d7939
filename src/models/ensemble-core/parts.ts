import type { FitContext } from '../estimator.ts';

/** The context of one of several trainings: its progress fills one part of the whole, and it is silent on where it ran. */
export function partOf(context: FitContext, part: number, parts: number): FitContext {
  const step: FitContext['step'] = (done, note) => context.step((part + Math.min(1, Math.max(0, done))) / parts, note);
  return { ...context, step, ranOn: () => undefined };
}
