import type { Table } from 'apache-arrow';
import type { Compute } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import type definition from './index.ts';
import type { DashboardResult, Dimension } from './result.ts';

const HOURS = 24;

function dimensionsOf(names: readonly string[], table: Table): Dimension[] {
  const [of, values, codes] = [numbers(table, 'dimension'), strings(table, 'value'), numbers(table, 'code')];
  const dimensions = names.map((name): Dimension => ({ name, values: [] }));
  of.forEach((dimension, row) => (dimensions[dimension]!.values[codes[row]!] = values[row]!));
  return dimensions;
}

/** The codes as the result has them: what stands for all others follows at once on the values that there are. */
function recoded(codes: Float64Array, known: number, most: number): Uint8Array {
  return Uint8Array.from(codes, (code) => (code >= most ? known + code - most : code));
}

/** The cells come aggregated from the engine; here they are only put in order, and their hours counted from the first day. */
export default (async (tables, _params, context): Promise<DashboardResult> => {
  await context.step(0);
  const [zone, weekStart, names] = ['zone', 'week_start', 'names'].map((name) => strings(tables.about, name)[0]!);
  const most = numbers(tables.about, 'most')[0]!;
  const dimensions = dimensionsOf(JSON.parse(names!) as string[], tables.values);
  const wall = numbers(tables.cells, 'hour');
  let [first, last] = [Infinity, -Infinity];
  for (const hour of wall) {
    first = Math.min(first, hour);
    last = Math.max(last, hour);
  }
  const empty = wall.length === 0;
  const firstDay = empty ? 0 : Math.floor(first / HOURS);
  await context.step(0.5);
  const counts = numbers(tables.cells, 'events');
  return {
    zone: zone!,
    weekStart: weekStart as DashboardResult['weekStart'],
    events: counts.reduce((sum, count) => sum + count, 0),
    firstDay,
    days: empty ? 0 : Math.floor(last / HOURS) - firstDay + 1,
    dimensions,
    hours: Int32Array.from(wall, (hour) => hour - firstDay * HOURS),
    codes: dimensions.map(({ values }, n) => recoded(numbers(tables.cells, `c${n}`), values.length, most)),
    counts,
  };
}) satisfies Compute<typeof definition>;
