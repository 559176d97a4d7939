import type { Random } from '../../core/random.ts';
import { parzen, parzenOfChoices, type Density } from './parzen.ts';
import { randomPoint, type Point, type Space } from './space.ts';

/** A point that was tried, and how good it is: higher is better, −Infinity where it failed. */
export interface Observation {
  point: Point;
  goodness: number;
}

/** The share of observations that are good. */
const GAMMA = 0.25;
/** Before so many observations a guess is as good. */
export const STARTUP = 10;
/** Points drawn of the good ones' density, of which the most promising is tried. */
const DRAWN = 24;

/** A density over points: which candidate, and given that, each of its dimensions. */
class PointDensity {
  readonly #spaces: readonly Space[];
  readonly #varied: number[];
  readonly #candidate: Density;
  readonly #dimensions: Density[][];

  constructor(spaces: readonly Space[], observed: readonly Observation[]) {
    this.#spaces = spaces;
    this.#varied = [...spaces.keys()].filter((at) => spaces[at]!.dimensions.length > 0);
    const places = observed.map(({ point }) => this.#varied.indexOf(point.candidate)).filter((at) => at >= 0);
    this.#candidate = parzenOfChoices(places, this.#varied.length);
    this.#dimensions = spaces.map(({ dimensions }, candidate) => {
      const own = observed.filter(({ point }) => point.candidate === candidate);
      return dimensions.map((dimension, at) =>
        parzen(
          dimension,
          own.map(({ point }) => point.units[at]!),
        ),
      );
    });
  }

  sample(random: Random): Point {
    const candidate = this.#varied[this.#candidate.sample(random)]!;
    return {
      candidate,
      units: this.#spaces[candidate]!.dimensions.map((_, at) => this.#dimensions[candidate]![at]!.sample(random)),
    };
  }

  logDensity({ candidate, units }: Point): number {
    const own = this.#candidate.logDensity(this.#varied.indexOf(candidate));
    return units.reduce((sum, unit, at) => sum + this.#dimensions[candidate]![at]!.logDensity(unit), own);
  }
}

/**
 * The next point by the tree-structured Parzen estimator (Bergstra et al. 2011): of points drawn where good observations lie, the
 * one where they lie densest against the others. Parameters belong to their estimator, which is itself drawn so.
 */
export function tpePoint(spaces: readonly Space[], observed: readonly Observation[], random: Random): Point {
  if (observed.length < STARTUP) return randomPoint(spaces, random);
  const sorted = [...observed].sort((a, b) => b.goodness - a.goodness);
  const good = Math.ceil(GAMMA * sorted.length);
  const [better, worse] = [
    new PointDensity(spaces, sorted.slice(0, good)),
    new PointDensity(spaces, sorted.slice(good)),
  ];
  const drawn = Array.from({ length: DRAWN }, () => better.sample(random));
  const promise = drawn.map((point) => better.logDensity(point) - worse.logDensity(point));
  return drawn[promise.indexOf(Math.max(...promise))]!;
}
