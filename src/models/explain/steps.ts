import type { FitContext } from '../estimator.ts';

/** What a long loop needs: a seed, and a place to stop and to say how far it came. */
export type StepContext = Pick<FitContext, 'seed' | 'step'>;

/** The context of a part that takes the share `from` … `to` of a whole. */
export const partOf = (context: StepContext, from: number, to: number): StepContext => ({
  seed: context.seed,
  step: (done, note) => context.step(from + (to - from) * done, note),
});

/** Runs steps that yield the share done, and lets a cancel arrive between them. */
export async function finishIn<T>(context: StepContext, steps: Generator<number, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await context.step(value);
  }
}
