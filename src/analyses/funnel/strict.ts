import type { Events, Outcome, Rules } from './walk.ts';
import { NEVER } from './walk.ts';

/**
 * Nothing may lie between the steps: each event either continues the attempts that stand one step before it or ends
 * them. For each depth there is at most one attempt, since its entry lies a fixed number of events back.
 */
export function strictWalk(rules: Rules): (events: Events) => Outcome {
  const entries = new Float64Array(rules.steps + 1);
  return ({ times, codes, from, to }) => {
    entries.fill(NEVER);
    let depth = 0;
    let took = -1;
    let entered = false;
    for (let n = from; n < to; n++) {
      const mask = rules.masks[codes[n]!]!;
      const time = times[n]!;
      const follows = n > from && !(rules.later && time === times[n - 1]);
      for (let step = rules.steps; step > 1; step--) {
        const entry = entries[step - 1]!;
        const fits = follows && (mask & (1 << (step - 1))) !== 0 && entry !== NEVER && time - entry <= rules.window;
        entries[step] = fits ? entry : NEVER;
        if (!fits) continue;
        if (step > depth) depth = step;
        if (step === rules.steps && took < 0) took = time - entry;
      }
      const enters = (mask & 1) !== 0 && !(rules.first && entered);
      entries[1] = enters ? time : NEVER;
      if (!enters) continue;
      entered = true;
      if (depth === 0) depth = 1;
    }
    return { depth, took: rules.steps === 1 && depth === 1 ? 0 : took };
  };
}
