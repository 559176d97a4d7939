import type { LearningColumn, LearningTable } from '../learning-table.ts';
import { modeOf, quantileOf } from './order.ts';
import type { CategoryPlan, ColumnPlan, Dropped, NumberPlan } from './state.ts';
import type { Wishes } from './wishes.ts';

/** The name of the level that missing values get, and of the one that rare levels share. */
export const MISSING = '(missing)';
export const OTHER = 'other';
/** One-hot: so many columns at most; codes: as many as a tree's sets hold, less one. */
const MOST_COLUMNS = 100;
const MOST_CODES = 255;
/**
 * One-hot: a level of fewer rows than this, or than this share of them, has no column of its own. On one scale with the others such a column
 * weighs a handful of rows as much as half of the table, and hardly any penalty holds its weight back.
 */
const RARE = { rows: 10, share: 0.01 };
/** A category of more levels than this, and of more than half as many as it has values, names rows. */
const IDENTIFIER_LEVELS = 50;
const IDENTIFIER_SHARE = 0.5;

type NumberColumn = Extract<LearningColumn, { kind: 'number' }>;
type CategoryColumn = Extract<LearningColumn, { kind: 'category' }>;
type Verdict<P> = P | Dropped['reason'];

/** The finite values of the training rows: an infinite one counts as missing. */
function knownValues({ values }: NumberColumn, rows: ArrayLike<number>): Float64Array {
  const known = new Float64Array(rows.length);
  let n = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const value = values[rows[at]!]!;
    if (Number.isFinite(value)) known[n++] = value;
  }
  return known.subarray(0, n);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return sum / values.length;
}

const fillers = {
  none: () => null,
  mean: meanOf,
  median: (known: Float64Array) => quantileOf(known.slice().sort(), 0.5),
  mode: (known: Float64Array) => modeOf(known.slice().sort()),
};

function isConstant(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at += 1) if (values[at] !== values[0]) return false;
  return true;
}

function fitNumber(column: NumberColumn, source: number, rows: Uint32Array, wishes: Wishes): Verdict<NumberPlan> {
  const known = knownValues(column, rows);
  const gaps = known.length < rows.length;
  const indicator = wishes.indicators && gaps && known.length > 0;
  // Where a value stays missing, or is marked, that it is missing tells rows apart.
  const tells = gaps && known.length > 0 && (wishes.numbers === 'none' || indicator);
  if (isConstant(known) && !tells) return 'constant';
  return { kind: 'number', name: column.name, source, fill: fillers[wishes.numbers](known), indicator };
}

/** How many training rows have each code; at 0 those that have none, code c at 1 + c. */
function countsOf({ codes, levels }: CategoryColumn, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(levels.length + 1);
  for (let at = 0; at < rows.length; at += 1) counts[Math.max(-1, codes[rows[at]!]!) + 1]! += 1;
  return counts;
}

/** The most frequent of some levels, in their own order; the earlier one where two are equal. */
function mostFrequent(present: readonly number[], counts: Uint32Array, most: number): number[] {
  const ranked = [...present].sort((a, b) => counts[b + 1]! - counts[a + 1]! || a - b);
  return ranked.slice(0, most).sort((a, b) => a - b);
}

const most = { onehot: MOST_COLUMNS, native: MOST_CODES, ordinal: Infinity, target: Infinity, frequency: Infinity };

/** The rows that a column of its own takes. */
function leastRows({ encode }: Wishes, counts: Uint32Array): number {
  if (encode !== 'onehot') return 1;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return Math.min(RARE.rows, RARE.share * rows);
}

/** Which levels get a code of their own, and where missing ones and others go. */
function levelsOf(column: CategoryColumn, counts: Uint32Array, present: readonly number[], wishes: Wishes) {
  const least = Math.max(1, leastRows(wishes, counts));
  const marksMissing = wishes.categories === 'level' && counts[0]! >= least;
  const room = most[wishes.encode] - Number(marksMissing);
  const common = present.filter((code) => counts[code + 1]! >= least);
  const crowded = common.length > room;
  const kept = crowded ? mostFrequent(common, counts, room - 1) : common;
  const others =
    present.reduce((sum, code) => sum + counts[code + 1]!, 0) - kept.reduce((sum, code) => sum + counts[code + 1]!, 0);
  const levels = kept.map((code) => column.levels[code]!);
  const codeOf = (name: string): number => {
    const known = levels.indexOf(name);
    return known >= 0 ? known : levels.push(name) - 1;
  };
  const usual = kept.length > 0 ? codeOf(column.levels[mostFrequent(kept, counts, 1)[0]!]!) : -1;
  // Rare ones share a column, unless they are rare together.
  const other = kept.length < present.length && others >= least ? codeOf(OTHER) : -1;
  // An estimator of codes that reads no gaps must be given one of them.
  const unseen = crowded || wishes.encode !== 'native' || wishes.gaps ? other : usual;
  const missing = marksMissing ? codeOf(MISSING) : wishes.categories === 'mode' ? usual : unseen;
  return { levels, missing, unseen };
}

/** By output column, the value of no level and of each one. One-hot needs none, and target encoding learns them of the labels. */
function valuesOf(encoding: CategoryPlan['encoding'], shares: Float64Array, gaps: boolean): CategoryPlan['values'] {
  if (encoding === 'frequency') return [[0, ...shares.subarray(1)]];
  const codes = Array.from(shares, (_, at) => at - 1);
  return encoding === 'ordinal' || encoding === 'native' ? [[gaps ? null : -1, ...codes.slice(1)]] : [];
}

/** What share of the training rows has no code of the plan, and each of its codes. */
function sharesOf(plan: CategoryPlan, column: CategoryColumn, counts: Uint32Array, rows: number): Float64Array {
  const shares = new Float64Array(plan.levels.length + 1);
  codesIn(plan, column).forEach((code, at) => (shares[code + 1]! += counts[at]! / rows));
  return shares;
}

function fitCategory(column: CategoryColumn, source: number, rows: Uint32Array, wishes: Wishes): Verdict<CategoryPlan> {
  const counts = countsOf(column, rows);
  const present = column.levels.map((_, code) => code).filter((code) => counts[code + 1]! > 0);
  const gaps = counts[0]! > 0 && counts[0]! < rows.length;
  const names = present.length > IDENTIFIER_LEVELS && present.length > IDENTIFIER_SHARE * (rows.length - counts[0]!);
  if (names) return 'identifier';
  // A level of its own in one-hot is an indicator already.
  const indicator = wishes.indicators && gaps && !(wishes.encode === 'onehot' && wishes.categories === 'level');
  if (present.length < 2 && !indicator && !(gaps && wishes.categories !== 'mode')) return 'constant';
  const levels = levelsOf(column, counts, present, wishes);
  // All but a handful of rows are alike.
  if (levels.levels.length < 2 && present.length > 1) return 'constant';
  const { encode: encoding } = wishes;
  const plan = { kind: 'category' as const, name: column.name, source, encoding, ...levels, values: [], indicator };
  return { ...plan, values: valuesOf(encoding, sharesOf(plan, column, counts, rows.length), wishes.gaps) };
}

/** By 1 + code of a column (0: missing), the code that a plan knows it by. */
export function codesIn(plan: CategoryPlan, column: CategoryColumn): Int32Array {
  const known = new Map(plan.levels.map((level, code) => [level, code]));
  const codes = new Int32Array(column.levels.length + 1);
  codes[0] = plan.missing;
  column.levels.forEach((level, code) => (codes[code + 1] = known.get(level) ?? plan.unseen));
  return codes;
}

/** What becomes of each column, learnt from the training rows; `target` has no values yet, as they take labels. */
export function fitColumns(table: LearningTable, rows: Uint32Array, wishes: Wishes) {
  const columns: ColumnPlan[] = [];
  const dropped: Dropped[] = [];
  table.columns.forEach((column, source) => {
    const verdict =
      column.kind === 'number' ? fitNumber(column, source, rows, wishes) : fitCategory(column, source, rows, wishes);
    if (typeof verdict === 'string') dropped.push({ name: column.name, reason: verdict });
    else columns.push(verdict);
  });
  return { columns, dropped };
}
