import { seededRandom } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';
import { principalComponents, project } from '../projection/pca.ts';
import { kMeans } from './k-means.ts';
import type { ClusterContext } from './rows.ts';
import { rowsOf } from './rows.ts';

export interface Gap {
  k: number;
  /** How much tighter the groups are than those of tables without any: ln of the reference sets' inertia, less the own. */
  gap: number;
  /** Its simulation error, s_k. */
  error: number;
}

export interface GapOptions {
  from: number;
  to: number;
  /** Tables without groups; 10 by default. */
  references?: number;
  restarts?: number;
}

/** Rows spread evenly over the box that the table fills along its principal axes. */
function referenceTable(axes: Matrix, random: () => number): Matrix {
  const d = axes.columns;
  const low = new Float64Array(d).fill(Infinity);
  const high = new Float64Array(d).fill(-Infinity);
  axes.data.forEach((value, at) => {
    low[at % d] = Math.min(low[at % d]!, value);
    high[at % d] = Math.max(high[at % d]!, value);
  });
  const data = Float64Array.from(axes.data, (_, at) => low[at % d]! + random() * (high[at % d]! - low[at % d]!));
  return { ...axes, data };
}

/**
 * The gap statistic (Tibshirani, Walther and Hastie 2001) for k-means, by seeded uniform reference sets along the principal axes.
 * Inertia stands for the pooled within-group sum of squares. Throws as `kMeans` does.
 */
export async function gapStatistic(x: Matrix, options: GapOptions, context: ClusterContext): Promise<Gap[]> {
  const { from, to, references = 10, restarts = 3 } = options;
  rowsOf(x);
  const random = seededRandom(context.seed);
  const axes = project(x, principalComponents(x, x.columns));
  const sets = Array.from({ length: references }, () => referenceTable(axes, random));
  const gaps: Gap[] = [];
  for (let k = from; k <= to; k++) {
    const pause = () => context.step((k - from) / (to - from + 1));
    const logs: number[] = [];
    for (const table of [x, ...sets]) {
      const { inertia } = await kMeans(table, { k, restarts }, { seed: context.seed, step: pause });
      logs.push(Math.log(Math.max(inertia, Number.MIN_VALUE)));
    }
    const [own, ...others] = logs as [number, ...number[]];
    const mean = others.reduce((sum, log) => sum + log, 0) / references;
    const deviation = Math.sqrt(others.reduce((sum, log) => sum + (log - mean) ** 2, 0) / references);
    gaps.push({ k, gap: mean - own, error: deviation * Math.sqrt(1 + 1 / references) });
  }
  return gaps;
}

/** The least k whose gap is within one error of the next one's; the last where there is none. */
export const gapChoice = (gaps: readonly Gap[]): number | null =>
  (gaps.find(({ gap }, n) => n + 1 < gaps.length && gap >= gaps[n + 1]!.gap - gaps[n + 1]!.error) ?? gaps.at(-1))?.k ??
  null;
