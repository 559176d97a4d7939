import { seededRandom } from '../../core/random.ts';
import { seedOf } from '../validation/shuffled.ts';
import { promoted, rungsOf, type Rung } from './halving.ts';
import { defaultPoint, paramsAt, randomPoint, type Point, type Space } from './space.ts';
import { tpePoint, type Observation } from './tpe.ts';

export type SearchMethod = 'random' | 'tpe' | 'halving';

/** What is to be tried next; `rung` and the share of training rows where rows grow. */
export interface Proposal {
  point: Point;
  rung?: number;
  share: number;
}

/** What to try, given all that was tried; null where nothing is left. Depends on nothing else, so an interrupted search goes on alike. */
export type Propose = (tried: readonly Observation[]) => Proposal | null;

/** Draws until something new comes: a space of few choices is soon tried out. */
const DRAWS = 40;

function newPoint(spaces: readonly Space[], tried: readonly Observation[], draw: (nth: number) => Point): Point | null {
  const key = (point: Point) => JSON.stringify([point.candidate, paramsAt(spaces[point.candidate]!, point)]);
  const known = new Set(tried.map(({ point }) => key(point)));
  for (let nth = 0; nth < DRAWS; nth += 1) {
    const point = draw(nth);
    if (!known.has(key(point))) return point;
  }
  return null;
}

/** First the defaults of each candidate, then what `tpe` or chance say. */
function pointAfter(spaces: readonly Space[], tried: readonly Observation[], tpe: boolean, seed: number): Point | null {
  if (tried.length < spaces.length) return defaultPoint(spaces[tried.length]!, tried.length);
  if (spaces.every(({ dimensions }) => dimensions.length === 0)) return null;
  // A source of its own for each trial: the n-th is the same whether or not an earlier run made those before it.
  const random = seededRandom(seedOf(seed, tried.length));
  // What TPE would only repeat, chance may still vary.
  const byTpe = (nth: number) => tpe && nth < DRAWS / 2;
  return newPoint(spaces, tried, (nth) => (byTpe(nth) ? tpePoint(spaces, tried, random) : randomPoint(spaces, random)));
}

function freely(spaces: readonly Space[], trials: number, tpe: boolean, seed: number): Propose {
  return (tried) => {
    const point = tried.length < trials ? pointAfter(spaces, tried, tpe, seed) : null;
    return point && { point, share: 1 };
  };
}

/** Different points, the defaults first; fewer where there are no more. */
function firstPoints(spaces: readonly Space[], count: number, seed: number): Point[] {
  const tried: Observation[] = [];
  while (tried.length < count) {
    const point = pointAfter(spaces, tried, false, seed);
    if (!point) break;
    tried.push({ point, goodness: 0 });
  }
  return tried.map(({ point }) => point);
}

function halving(spaces: readonly Space[], rungs: readonly Rung[], seed: number): Propose {
  const points = firstPoints(spaces, rungs[0]!.points, seed);
  const sizes = rungs.map((rung) => Math.min(rung.points, points.length));
  return (tried) => {
    let [rung, from] = [0, 0];
    while (rung < rungs.length && tried.length - from >= sizes[rung]!) from += sizes[rung++]!;
    if (rung === rungs.length) return null;
    const { share } = rungs[rung]!;
    if (rung === 0) return { point: points[tried.length]!, rung, share };
    const below = tried.slice(from - sizes[rung - 1]!, from);
    return { point: below[promoted(below, sizes[rung]!)[tried.length - from]!]!.point, rung, share };
  };
}

/** What a method tries, in which order; `trainRows`: rows that teach in a split. */
export function proposerOf(
  method: SearchMethod,
  spaces: readonly Space[],
  { trials, trainRows, seed }: { trials: number; trainRows: number; seed: number },
): Propose {
  if (method === 'halving') return halving(spaces, rungsOf(trials, spaces.length, trainRows), seed);
  return freely(spaces, trials, method === 'tpe', seed);
}
