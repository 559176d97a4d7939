import type { LearningColumn } from './learning-table.ts';
import { rocAuc } from './metrics.ts';

/** Columns that say too much: what a model must not be given without a look. */

/** A single column that ranks or tells the label this well is most likely made of it. */
export const TOO_GOOD = 0.98;

/** On fewer rows a column may do so by chance. */
const FEWEST = 50;

/** So many rows, spread over the table, are enough to see it. */
const LOOKED_AT = 20_000;

/** A number is looked at in so many parts where it is to tell classes apart. */
const PARTS = 20;

/** Values by number of part: rows with equal values share one; missing values are a part of their own. */
function partsOf(column: LearningColumn, rows: number): Int32Array {
  if (column.kind === 'category') return Int32Array.from({ length: rows }, (_, row) => column.codes[row]! + 1);
  const { values } = column;
  const known = values
    .slice(0, rows)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const borders = Float64Array.from(
    { length: PARTS - 1 },
    (_, n) => known[Math.floor(((n + 1) * known.length) / PARTS)] ?? NaN,
  );
  return Int32Array.from({ length: rows }, (_, row) => {
    const value = values[row]!;
    if (Number.isNaN(value)) return 0;
    let part = 1;
    for (const border of borders) if (value >= border) part += 1;
    return part;
  });
}

interface Counts {
  /** parts × classes. */
  cells: Float64Array;
  totals: Float64Array;
}

function countsOf(parts: Int32Array, y: ArrayLike<number>, classes: number): Counts {
  const most = parts.reduce((max, part) => Math.max(max, part), 0) + 1;
  const [cells, totals] = [new Float64Array(most * classes), new Float64Array(most)];
  for (let row = 0; row < parts.length; row += 1) {
    cells[parts[row]! * classes + y[row]!]! += 1;
    totals[parts[row]!]! += 1;
  }
  return { cells, totals };
}

/** The other rows' share of label 1 in the row's part: a part of one row says nothing, so that a name of its own tells no label. */
function sharesOfOthers(parts: Int32Array, y: ArrayLike<number>): Float64Array {
  const { cells, totals } = countsOf(parts, y, 2);
  let positives = 0;
  for (let row = 0; row < parts.length; row += 1) positives += y[row]!;
  return Float64Array.from(parts, (part, row) => {
    const others = totals[part]! - 1;
    const [rest, all] = [positives - y[row]!, parts.length - 1];
    return others > 0 ? (cells[part * 2 + 1]! - y[row]!) / others : rest / all;
  });
}

/** A number as it is; where its values are missing is looked at by itself. */
function numberAuc(values: Float64Array, y: ArrayLike<number>): number {
  const rows = y.length;
  const known: number[] = [];
  for (let row = 0; row < rows; row += 1) if (!Number.isNaN(values[row])) known.push(row);
  const auc = (labels: ArrayLike<number>, scores: ArrayLike<number>) => {
    const area = rocAuc(labels, scores);
    return Number.isNaN(area) ? 0.5 : Math.max(area, 1 - area);
  };
  const ofValues = auc(
    known.map((row) => y[row]!),
    known.map((row) => values[row]!),
  );
  const isMissing = Float64Array.from({ length: rows }, (_, row) => (Number.isNaN(values[row]) ? 1 : 0));
  // The known values rank well only as far as there are enough of them.
  const weight = known.length < FEWEST ? 0 : ofValues;
  return Math.max(weight, auc(y, isMissing));
}

/** How much of the label's entropy the column's parts take away: 1 is all; small parts are corrected for chance (Miller and Madow). */
function sharedInformation(parts: Int32Array, y: ArrayLike<number>, classes: number): number {
  const { cells, totals } = countsOf(parts, y, classes);
  const n = parts.length;
  const entropy = (counts: Float64Array, total: number): number => {
    let [bits, used] = [0, 0];
    for (const count of counts) {
      if (count === 0) continue;
      bits -= (count / total) * Math.log(count / total);
      used += 1;
    }
    return bits + (used - 1) / (2 * total);
  };
  const whole = new Float64Array(classes);
  for (let at = 0; at < cells.length; at += 1) whole[at % classes]! += cells[at]!;
  let left = 0;
  for (let part = 0; part < totals.length; part += 1) {
    if (totals[part] === 0) continue;
    // A part of one row knows nothing of its label before it is seen.
    if (totals[part] === 1) left += entropy(whole, n) / n;
    else left += (totals[part]! / n) * entropy(cells.subarray(part * classes, (part + 1) * classes), totals[part]!);
  }
  const all = entropy(whole, n);
  return all > 0 ? 1 - left / all : 0;
}

const everyNth = <T extends Float64Array | Int32Array>(values: T, nth: number): T =>
  values.filter((_, row) => row % nth === 0) as T;

const thinned = (column: LearningColumn, nth: number): LearningColumn =>
  column.kind === 'number'
    ? { ...column, values: everyNth(column.values, nth) }
    : { ...column, codes: everyNth(column.codes, nth) };

/**
 * How well one column tells the labels by itself, 0 to 1: for two classes the area under the ROC curve, either way round (of a category by the
 * share of label 1 among the other rows of its level); for more, the share of the label's entropy that it takes away. Null on fewer than
 * fifty rows, where chance does as well; of many rows some are looked at. From `TOO_GOOD` on it wants an explanation.
 */
export function toldBy(column: LearningColumn, y: ArrayLike<number>, classes: number): number | null {
  if (y.length < FEWEST) return null;
  const nth = Math.ceil(y.length / LOOKED_AT);
  if (nth > 1) return toldBy(thinned(column, nth), everyNth(Float64Array.from(y), nth), classes);
  if (classes > 2) return sharedInformation(partsOf(column, y.length), y, classes);
  if (column.kind === 'number') return numberAuc(column.values, y);
  const area = rocAuc(y, sharesOfOthers(partsOf(column, y.length), y));
  return Number.isNaN(area) ? 0.5 : area;
}
