import type { Table } from 'apache-arrow';
import { DAY, offsetAt, zoneTransitions } from '../../core/calendar.ts';
import { numbers } from '../../core/columns.ts';
import type { Params } from './params.ts';
import type { ExperimentResult, MetricKind } from './result.ts';
import { alwaysValid } from './sequential.ts';

const MOST_POINTS = 60;
/** Fewer in either arm say nothing, and the normal approximation is far off. */
const FEWEST = 20;

/** Sums from which a mean and its variance follow. */
class Running {
  n = 0;
  private mean = 0;
  private squares = 0;

  add(value: number): void {
    this.n++;
    const off = value - this.mean;
    this.mean += off / this.n;
    this.squares += off * (value - this.mean);
  }

  get value(): number {
    return this.mean;
  }

  get error2(): number {
    return this.squares / (this.n - 1) / this.n;
  }
}

interface Exposed {
  table: Table;
  variants: Int16Array;
  names: readonly string[];
  at: Float64Array;
}

/**
 * The first metric by day of exposure (24 h each from the first), all users exposed so far: the difference of the first variant to the
 * control with its confidence sequence, and the least p-value of all looks so far. Nothing for ratios. Days are named by the date in the zone on which they begin.
 */
export function trendOf(
  { table, variants, names, at }: Exposed,
  rows: readonly number[],
  kind: MetricKind,
  control: number,
  { nStar, alpha }: Params,
  zone: string,
): ExperimentResult['trend'] {
  const variant = names.findIndex((_, n) => n !== control);
  if (kind === 'ratio' || variant < 0 || rows.length === 0) return [];
  const y = numbers(table, 'y0');
  const [begin, end] = [at[rows[0]!]!, at[rows.at(-1)!]!];
  const width = Math.max(1, Math.ceil((end - begin + 1) / DAY / MOST_POINTS)) * DAY;
  const transitions = zoneTransitions(zone, begin, end);
  const dayOf = (ms: number) => new Date(ms + offsetAt(transitions, ms)).toISOString().slice(0, 10);
  const [a, b] = [new Running(), new Running()];
  const points: ExperimentResult['trend'] = [];
  let least = 1;
  rows.forEach((row, n) => {
    if (variants[row] === control) a.add(y[row]!);
    else if (variants[row] === variant) b.add(y[row]!);
    const bucket = Math.floor((at[row]! - begin) / width);
    const next = rows[n + 1];
    const isLast = next === undefined || Math.floor((at[next]! - begin) / width) > bucket;
    if (!isLast || a.n < FEWEST || b.n < FEWEST) return;
    const difference = b.value - a.value;
    const valid = alwaysValid(difference, Math.sqrt(a.error2 + b.error2), a.n + b.n, nStar, alpha);
    least = Math.min(least, valid.p);
    points.push({
      day: dayOf(begin + bucket * width),
      users: a.n + b.n,
      difference,
      low: valid.low,
      high: valid.high,
      p: least,
    });
  });
  return points;
}
