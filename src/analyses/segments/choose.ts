import { seededRandom } from '../../core/random.ts';
import { gapChoice, gapStatistic } from '../../models/clustering/gap.ts';
import { calinskiHarabasz, daviesBouldin } from '../../models/clustering/indices.ts';
import type { ClusterContext } from '../../models/clustering/rows.ts';
import { pickRows, sampleRows } from '../../models/clustering/rows.ts';
import { silhouette } from '../../models/clustering/silhouette.ts';
import type { Matrix } from '../../models/matrix.ts';
import { groupRows } from './group.ts';
import { part } from './progress.ts';
import type { Params } from './params.ts';
import type { Candidate } from './result.ts';

/** Every candidate is fitted and judged several times over: more users would change the choice little. */
const CANDIDATE_ROWS = 2000;
const RESTARTS = 4;
const GAP = { references: 5, restarts: 1 };

export interface Choice {
  k: number;
  candidates: Candidate[];
  gapChoice: number | null;
  rows: number;
}

/** The k of the greatest mean silhouette on a seeded sample, with what the other criteria say beside it. */
export async function chooseK(x: Matrix, params: Params, context: ClusterContext): Promise<Choice> {
  const some = pickRows(x, sampleRows(x.rows, CANDIDATE_ROWS, seededRandom(context.seed)));
  const most = Math.min(params.maxK, Math.floor(some.rows / 2));
  // What takes part only lets a cancel arrive; the share done is counted here.
  const at = (done: number): ClusterContext => ({ seed: context.seed, step: () => context.step(done) });
  const gaps = await gapStatistic(some, { from: 1, to: most, ...GAP }, part(context, 0, 0.3));
  const candidates: Candidate[] = [];
  for (let k = 2; k <= most; k++) {
    const now = at(0.3 + (0.7 * (k - 2)) / most);
    const found = await groupRows(some, k, params, RESTARTS, now);
    // With fewer different users than groups, a greater k gives what is there already.
    if (found.k < k) break;
    const { gap, error } = gaps[k - 1]!;
    candidates.push({
      k,
      silhouette: (await silhouette(some, found, now)).mean,
      daviesBouldin: daviesBouldin(some, found),
      calinskiHarabasz: calinskiHarabasz(some, found),
      gap,
      gapError: error,
    });
  }
  const best = candidates.reduce<Candidate | null>(
    (most, each) => ((each.silhouette ?? -1) > (most?.silhouette ?? -1) ? each : most),
    null,
  );
  return { k: best?.k ?? 1, candidates, gapChoice: gapChoice(gaps), rows: some.rows };
}
