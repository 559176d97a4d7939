import type { Table } from 'apache-arrow';
import type { Compute, Context } from '../../contract/analysis.ts';
import type { WeekStart } from '../../core/calendar.ts';
import { bucketName, zoneTransitions } from '../../core/calendar.ts';
import { numbers, strings } from '../../core/columns.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { RetentionCell, RetentionResult } from './result.ts';

/** Counts of one cohort, or of all, by index. */
interface Counts {
  size: number;
  returned: Float64Array;
  observable: Float64Array;
}

const noCounts = (cells: number): Counts => ({
  size: 0,
  returned: new Float64Array(cells),
  observable: new Float64Array(cells),
});

/** Adds users for whom `observed` intervals are over or under way. */
function addUsers(counts: Counts, observed: number, users: number): void {
  counts.size += users;
  counts.observable.subarray(0, Math.max(0, observed)).forEach((_, index, row) => (row[index]! += users));
}

/** Adds users who returned: in that interval, or in it and every one before. Only observable intervals count. */
function addReturns(counts: Counts, observed: number, distance: number, users: number, kind: Params['kind']): void {
  const last = Math.min(distance, observed - 1, counts.returned.length - 1);
  if (kind === 'on') {
    if (last === distance) counts.returned[distance]! += users;
    return;
  }
  for (let index = 0; index <= last; index++) counts.returned[index]! += users;
}

const cellsOf = ({ returned, observable }: Counts): RetentionCell[] =>
  Array.from(returned, (count, index) => ({
    index,
    returned: count,
    observable: observable[index]!,
    rate: observable[index]! > 0 ? count / observable[index]! : null,
  }));

function countByCohort(table: Table, params: Params): { cohorts: Map<number, Counts>; total: Counts } {
  const [cohort, observed, distance, users] = ['cohort', 'observed', 'distance', 'users'].map((name) =>
    numbers(table, name),
  );
  const cohorts = new Map<number, Counts>();
  const total = noCounts(params.intervals + 1);
  for (let row = 0; row < table.numRows; row++) {
    const key = cohort![row]!;
    const counts = cohorts.get(key) ?? noCounts(params.intervals + 1);
    cohorts.set(key, counts);
    for (const each of [counts, total]) {
      if (Number.isNaN(distance![row])) addUsers(each, observed![row]!, users![row]!);
      else addReturns(each, observed![row]!, distance![row]!, users![row]!, params.kind);
    }
  }
  return { cohorts, total };
}

/** Puts the engine's counts into cells, and names the buckets. */
export default (async (tables, params, context: Context): Promise<RetentionResult> => {
  await context.step(0);
  const { cohorts, total } = countByCohort(tables.counts, params);
  const zone = strings(tables.about, 'zone')[0]!;
  const weekStart = strings(tables.about, 'week_start')[0] as WeekStart;
  const [first, last, lastBucket] = ['first', 'last', 'last_bucket'].map((name) => numbers(tables.about, name)[0]!);
  const transitions = zoneTransitions(zone, first!, last!);
  const nameOf = (bucket: number) => bucketName(params.period, bucket, weekStart, transitions);
  const rows = [...cohorts].sort(([a], [b]) => a - b);
  return {
    cohorts: rows.map(([bucket, counts]) => ({ cohort: nameOf(bucket), size: counts.size, cells: cellsOf(counts) })),
    total: cellsOf(total),
    partial: params.clock === 'calendar' && rows.length > 0 ? nameOf(lastBucket!) : null,
    definition: { ...params, zone, weekStart },
  };
}) satisfies Compute<typeof definition>;
