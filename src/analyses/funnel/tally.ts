import type { Attempt } from './attempt.ts';
import type { FunnelStep } from './result.ts';
import type { Rules, StepText } from './rules.ts';
import { shareOf } from './share.ts';
import { reachedBits } from './units.ts';

/** How many reached each step. */
export class StepTally {
  readonly counts: Float64Array;
  private readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
    this.counts = new Float64Array(rules.steps);
  }

  add(attempt: Attempt, by = 1): void {
    const reached = reachedBits(attempt, this.rules);
    for (let step = 0; step < this.rules.steps; step++) if (reached & (1 << step)) this.counts[step]! += by;
  }
}

export function stepFigures(steps: readonly StepText[], counts: Float64Array): FunnelStep[] {
  const entered = counts[0]!;
  let before = entered;
  return steps.map(({ name, optional }, place) => {
    const count = counts[place]!;
    const { share, low, high } = shareOf(count, entered);
    const fromPrevious = before > 0 ? count / before : null;
    if (!optional) before = count;
    return { name, count, fromFirst: share, fromPrevious, low, high, optional };
  });
}
