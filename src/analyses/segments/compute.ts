import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Compute, Members } from '../../contract/analysis.ts';
import { column, numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { calinskiHarabasz, daviesBouldin } from '../../models/clustering/indices.ts';
import type { ClusterContext } from '../../models/clustering/rows.ts';
import { pickRows, sampleRows } from '../../models/clustering/rows.ts';
import { silhouette } from '../../models/clustering/silhouette.ts';
import { stability } from '../../models/clustering/stability.ts';
import type { Matrix } from '../../models/matrix.ts';
import type { Fit, Tables } from './fit.ts';
import { fitOf } from './fit.ts';
import { densityTable, epsOf, groupRows } from './group.ts';
import type definition from './index.ts';
import { mapsOf } from './maps.ts';
import type { Params } from './params.ts';
import { personasOf } from './personas.ts';
import { part } from './progress.ts';
import type { SegmentsResult } from './result.ts';
import { typicalPaths } from './walk.ts';

const SEGMENTS = 'user_segments';
/** Grouped anew in each round. */
const STABILITY_ROWS = 1500;
const STABILITY_RESTARTS = 3;

async function stabilityOf(x: Matrix, k: number, params: Params, context: ClusterContext) {
  if (params.rounds === 0 || k < 2) return { found: null, rows: 0 };
  const some = pickRows(x, sampleRows(x.rows, STABILITY_ROWS, seededRandom(context.seed)));
  const again = (table: Matrix, given: ClusterContext) => groupRows(table, k, params, STABILITY_RESTARTS, given);
  const original = await again(some, { ...context, step: () => context.step(0) });
  return { found: await stability(some, original, again, params.rounds, context), rows: some.rows };
}

function definitionOf({ about }: Tables, params: Params, { table }: Fit, seed: number): SegmentsResult['definition'] {
  const density = params.algorithm === 'dbscan' && table.scaled.columns > 0;
  return {
    ...params,
    eps: density ? epsOf(densityTable(table.scaled), params, seed) : 0,
    seed,
    zone: strings(about, 'zone')[0]!,
    asOf: new Date(numbers(about, 'end_ms')[0]!).toISOString(),
    sessionGapMinutes: numbers(about, 'sessions_mapped')[0] === 1 ? null : numbers(about, 'session_gap')[0]!,
    used: table.features.length,
    constant: table.constant,
  };
}

const amountsOf = ({ users }: Tables): Float64Array | null =>
  users.schema.fields.some(({ name }) => name === 'amount') ? numbers(users, 'amount') : null;

/** Groups the users, says who each group is and how far to trust it, and publishes who is in which as the table `user_segments`. */
export default (async (tables, params, context): Promise<SegmentsResult> => {
  const fit = await fitOf(tables, params, part(context, 0, 0.4));
  const { table, walk, choice, grouping } = fit;
  const { labels, k } = grouping;
  const x = table.scaled;
  const judged = x.columns > 0 && k > 1;
  const silhouettes = judged
    ? await silhouette(x, grouping, part(context, 0.4, 0.5))
    : { mean: null, rows: 0, byGroup: [] };
  const stable = await stabilityOf(x, k, params, part(context, 0.5, 0.65));
  const paths = await typicalPaths(walk, labels, k, () => context.step(0.7));
  const personas = personasOf(table, labels, k, amountsOf(tables), silhouettes.byGroup).map((persona, n) => ({
    ...persona,
    ...paths[n]!,
  }));
  const noMaps = { pca: null, umap: null };
  const result: SegmentsResult = {
    users: x.rows,
    k,
    personas: personas.filter(({ users }) => users > 0),
    candidates: choice?.candidates ?? [],
    gapChoice: choice?.gapChoice ?? null,
    quality: {
      silhouette: silhouettes.mean,
      daviesBouldin: judged ? daviesBouldin(x, grouping) : null,
      calinskiHarabasz: judged ? calinskiHarabasz(x, grouping) : null,
      bic: grouping.bic,
    },
    stability: stable.found,
    maps: x.columns > 0 ? await mapsOf(x, labels, params, part(context, 0.75, 1)) : noMaps,
    rows: { candidates: choice?.rows ?? 0, fit: grouping.fit, silhouette: silhouettes.rows, stability: stable.rows },
    definition: definitionOf(tables, params, fit, context.seed),
  };
  const segments = makeVector(labels.map((label) => label + 1));
  context.publish(SEGMENTS, new ArrowTable({ user: column(tables.users, 'user'), segment: segments }));
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;

/** The users of `segment:2:7`: the second segment of the run with seed 7. Throws `analysis.unknown-mark`. */
export const members = (async (tables, params, mark, context) => {
  const found = /^segment:(\d+):(\d+)$/.exec(mark);
  if (!found) throw new AppError('analysis.unknown-mark', { mark });
  const { grouping } = await fitOf(tables, params, { seed: Number(found[2]), step: (done) => context.step(done) });
  const segment = Number(found[1]);
  if (segment > grouping.k) throw new AppError('analysis.unknown-mark', { mark });
  return Array.from(grouping.labels.keys()).filter((row) => grouping.labels[row] === segment - 1);
}) satisfies Members<typeof definition>;
