import type { Task } from '../../contract/estimator.ts';
import type { Matrix } from '../matrix.ts';
import { quantileOf } from './order.ts';
import { columnValues, sortedColumn } from './scaling.ts';

/** More distinct numbers than this are put into as many bins of equally many rows. */
const BINS = 10;

/** Each value as the number of its group; the last group is of the missing. */
interface Groups {
  codes: Uint8Array | Uint16Array;
  count: number;
}

/** The distinct numbers, sorted; null where there are too many. */
function distinctOf(values: Float64Array): number[] | null {
  const distinct: number[] = [];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (Number.isNaN(value) || distinct.includes(value)) continue;
    if (distinct.push(value) > BINS) return null;
  }
  return distinct.sort((a, b) => a - b);
}

/** The upper ends of the groups but the last. */
function edgesOf(values: Float64Array): Float64Array {
  const distinct = distinctOf(values);
  if (distinct) return Float64Array.from(distinct.slice(0, -1));
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return Float64Array.from({ length: BINS - 1 }, (_, at) => quantileOf(sorted, (at + 1) / BINS));
}

/** Numbers in groups: exact where there are few, else bins of equally many rows. */
export function groupNumbers(values: Float64Array): Groups {
  const edges = edgesOf(values);
  const codes = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    let group = Number.isNaN(value) ? edges.length + 1 : 0;
    while (group < edges.length && value > edges[group]!) group += 1;
    codes[row] = group;
  }
  return { codes, count: edges.length + 2 };
}

/** Labels of classes as they are, numbers in groups. */
export function groupLabels(y: ArrayLike<number>, task: Task, classes: number): Groups {
  if (task === 'binary' || task === 'multiclass') return { codes: Uint16Array.from(y), count: Math.max(2, classes) };
  return groupNumbers(Float64Array.from(y));
}

/** How often two groups meet, and each of them. */
function meetings(a: Groups, b: Groups) {
  const together = new Float64Array(a.count * b.count);
  for (let row = 0; row < a.codes.length; row += 1) together[a.codes[row]! * b.count + b.codes[row]!]! += 1;
  const [first, second] = [new Float64Array(a.count), new Float64Array(b.count)];
  together.forEach((n, at) => {
    first[Math.floor(at / b.count)]! += n;
    second[at % b.count]! += n;
  });
  return { together, first, second };
}

/** Σ p(a, b) ln(p(a, b) / p(a) p(b)): how much one grouping tells of the other, in nats. */
export function mutualInformation(a: Groups, b: Groups): number {
  const { together, first, second } = meetings(a, b);
  const n = a.codes.length;
  return together.reduce((sum, both, at) => {
    const alone = first[Math.floor(at / b.count)]! * second[at % b.count]!;
    return both > 0 ? sum + (both / n) * Math.log((both * n) / alone) : sum;
  }, 0);
}

/** What is to be expected of groups that tell nothing (Miller 1955); else columns of many groups would look better. */
function chance(a: Groups, b: Groups): number {
  const { first, second } = meetings(a, b);
  const free = (counts: Float64Array) => counts.filter((n) => n > 0).length - 1;
  return (free(first) * free(second)) / (2 * a.codes.length);
}

/** By column, what it tells of the label beyond chance. */
export function informationOf(x: Matrix, y: ArrayLike<number>, task: Task, classes: number): Float64Array {
  const labels = groupLabels(y, task, classes);
  return Float64Array.from({ length: x.columns }, (_, column) => {
    const values = columnValues(x, column);
    const codes = x.categories?.[column] ?? 0;
    const groups = codes > 0 ? groupCodes(values, codes) : groupNumbers(values);
    return mutualInformation(groups, labels) - chance(groups, labels);
  });
}

const groupCodes = (values: Float64Array, codes: number): Groups => ({
  codes: Uint16Array.from(values, (code) => (Number.isNaN(code) ? codes : code)),
  count: codes + 1,
});

/**
 * By column, its variance as a share of its range squared, so that units do not matter: p (1 − p) for a 0/1 column; for codes half
 * of Gini's impurity, which is the same for two of them.
 */
export function varianceOf(x: Matrix): Float64Array {
  return Float64Array.from({ length: x.columns }, (_, column) => {
    const sorted = sortedColumn(x, column);
    return (x.categories?.[column] ?? 0) > 0 ? impurityOf(sorted) / 2 : relativeVariance(sorted);
  });
}

function relativeVariance(sorted: Float64Array): number {
  const range = sorted.at(-1)! - sorted[0]!;
  if (!(range > 0)) return 0;
  const shares = sorted.map((value) => (value - sorted[0]!) / range);
  const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
  return shares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / shares.length;
}

function impurityOf(sorted: Float64Array): number {
  const counts = new Map<number, number>();
  for (const code of sorted) counts.set(code, (counts.get(code) ?? 0) + 1);
  return 1 - [...counts.values()].reduce((sum, n) => sum + (n / sorted.length) ** 2, 0);
}
