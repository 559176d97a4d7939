import type { Random } from '../../core/random.ts';
import { normalCdf } from '../../core/statistics.ts';
import type { Dimension } from './space.ts';

/** A density over the places of a dimension. */
export interface Density {
  logDensity(unit: number): number;
  sample(random: Random): number;
}

/** A standard normal number (Box and Muller 1958). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Each observation's width: the distance to the farther neighbour or end of the scale, neither too narrow nor wider than the scale. */
function widths(sorted: readonly number[]): number[] {
  const least = 1 / Math.min(100, sorted.length + 2);
  return sorted.map((unit, at) => {
    const left = unit - (sorted[at - 1] ?? 0);
    const right = (sorted[at + 1] ?? 1) - unit;
    return Math.min(1, Math.max(least, left, right));
  });
}

/** Normal densities around the observations, cut off at the ends of the scale, and an even one, all of equal weight. */
function parzenOfNumbers(observed: readonly number[]): Density {
  const centres = [...observed].sort((a, b) => a - b);
  const width = widths(centres);
  const inside = centres.map((centre, at) => normalCdf((1 - centre) / width[at]!) - normalCdf(-centre / width[at]!));
  const kernel = (unit: number, at: number) => {
    const z = (unit - centres[at]!) / width[at]!;
    return Math.exp(-z * z * 0.5) / (Math.sqrt(2 * Math.PI) * width[at]! * inside[at]!);
  };
  return {
    logDensity: (unit) => Math.log(centres.reduce((sum, _, at) => sum + kernel(unit, at), 1) / (centres.length + 1)),
    sample(random) {
      const at = Math.floor(random() * (centres.length + 1));
      if (at === centres.length) return random();
      // The centre lies on the scale and the width is at most 1: about one draw in three is inside at the least.
      for (;;) {
        const unit = centres[at]! + width[at]! * normal(random);
        if (unit >= 0 && unit <= 1) return unit;
      }
    },
  };
}

/** Counts of the choices, each one more than it was observed. */
export function parzenOfChoices(observed: readonly number[], choices: number): Density {
  const counts = new Float64Array(choices).fill(1);
  for (const choice of observed) counts[choice]! += 1;
  const total = observed.length + choices;
  return {
    logDensity: (choice) => Math.log(counts[choice]! / total),
    sample(random) {
      let left = random() * total;
      const choice = counts.findIndex((count) => (left -= count) < 0);
      return choice < 0 ? choices - 1 : choice;
    },
  };
}

/** The density of what was observed in a dimension; observations without a place (NaN) tell nothing. */
export function parzen(dimension: Dimension, observed: readonly number[]): Density {
  const places = observed.filter((unit) => !Number.isNaN(unit));
  return dimension.kind === 'choice' ? parzenOfChoices(places, dimension.of.length) : parzenOfNumbers(places);
}
