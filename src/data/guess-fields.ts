import type { Field } from '../contract/project.ts';
import type { ColumnProfile, TableProfile } from './guess.ts';
import { nameScore } from './guess-names.ts';
import { epochUnit } from './time-units.ts';

export type Reason = 'name' | 'values' | 'both';

/** A column for a field, and how sure that is. */
export interface FieldGuess {
  column: ColumnProfile;
  score: number;
  reason: Reason;
}

/** A view made of one table. */
export interface ViewGuess {
  table: string;
  /** The sum of the fields' confidences, to compare tables by. */
  score: number;
  fields: Record<string, { value: Field; confidence: number; reason: Reason }>;
}

const NUMERIC = /INT|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC/i;
const TEMPORAL = /TIMESTAMP|DATE/i;

export const isNumeric = ({ type }: ColumnProfile): boolean =>
  NUMERIC.test(type) || type === 'number' || type === 'integer';
export const isTemporal = ({ type }: ColumnProfile): boolean => TEMPORAL.test(type);
export const isText = ({ type }: ColumnProfile): boolean => /VARCHAR|CHAR|TEXT|STRING|ENUM/i.test(type);

/** Words that logs name their events by; a column of them is an event column whatever its name. */
const EVENT_WORDS = new Set(
  (
    'pv uv cart fav buy view click purchase add_to_cart addtocart remove_from_cart transaction login logout signup register search open close page_view ' +
    'pageview impression home checkout payment order browse play pause like share comment install start submit visit product_view catalog 点击 浏览 购买 收藏 加购 加购物车 下单 支付 登录 注册'
  ).split(' '),
);

const values: Record<string, (column: ColumnProfile, table: TableProfile) => number> = {
  time: timeValues,
  event: eventValues,
  user: idValues,
  item: idValues,
  session: idValues,
  value: amountValues,
  price: amountValues,
  quantity: amountValues,
  onHand: amountValues,
  onOrder: amountValues,
  leadTimeDays: amountValues,
  unitCost: amountValues,
  rating: ratingValues,
  text: longText,
  title: (column) => (isText(column) ? 0.5 : 0),
  category: (column, { rows }) => (isTemporal(column) || column.distinct > Math.max(50, rows * 0.5) ? 0 : 0.5),
  label: (column) => (column.distinct >= 2 && column.distinct <= 10 ? 0.8 : 0),
};

/**
 * How well a column's values suit a field, 0 to 1; 0 rules it out whatever its name, and 0.5 says nothing.
 * Only times and events can be told from values alone.
 */
export const valueScore = (field: string, column: ColumnProfile, table: TableProfile): number =>
  values[field]?.(column, table) ?? 0.5;

function timeValues(column: ColumnProfile): number {
  if (isTemporal(column)) return 0.9;
  if (isNumeric(column)) return unitOf(column) ? 0.85 : 0;
  return column.samples.length > 0 && column.samples.every((sample) => /\d{4}|\d{1,2}[/.-]\d{1,2}/.test(sample))
    ? 0.5
    : 0;
}

const unitOf = ({ min, max, samples }: ColumnProfile): ReturnType<typeof epochUnit> => {
  const numbers = samples.map(Number);
  return epochUnit(min ?? Math.min(...numbers), max ?? Math.max(...numbers));
};

function eventValues(column: ColumnProfile, { rows }: TableProfile): number {
  if (isTemporal(column) || (isNumeric(column) && column.distinct > 20)) return 0;
  if (column.distinct > Math.max(20, Math.min(500, rows * 0.2))) return 0;
  const known = column.samples.filter((sample) =>
    EVENT_WORDS.has(
      sample
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ),
  ).length;
  if (known >= 2 && known >= column.samples.length * 0.5) return 0.95;
  return known > 0 ? 0.7 : 0.5;
}

function idValues(column: ColumnProfile, { rows }: TableProfile): number {
  // A web server's log has a column for users, and nobody in it.
  if (column.nulls > rows * 0.8) return 0.1;
  if (isTemporal(column) || /DOUBLE|FLOAT|BOOL/i.test(column.type)) return 0;
  if (isNumeric(column) && unitOf(column)) return 0.2;
  return column.distinct > 1 ? 0.5 : 0.1;
}

function amountValues(column: ColumnProfile): number {
  return isNumeric(column) && !unitOf(column) ? 0.6 : 0;
}

/** The finest scales that people are asked to rate on: 0 to 10 in halves, 0 to 100 in whole points. */
const SCALES = [
  { most: 10, steps: 21 },
  { most: 100, steps: 101 },
] as const;

/** Few steps within a known range; what is measured or summed up has more. */
function ratingValues(column: ColumnProfile): number {
  if (!isNumeric(column)) return 0;
  const { min = 0, max = 0, distinct } = column;
  const scale = SCALES.findIndex(({ most, steps }) => min >= 0 && max <= most && distinct <= steps);
  return [0.8, 0.6][scale] ?? 0.3;
}

function longText(column: ColumnProfile): number {
  if (!isText(column) || column.samples.length === 0) return 0;
  const mean = column.samples.reduce((sum, sample) => sum + sample.length, 0) / column.samples.length;
  return mean >= 15 ? 0.8 : 0.3;
}

/** The column that suits the field best by name and values, among those not used yet; none where no name speaks for it. */
export function bestColumn(
  field: string,
  table: TableProfile,
  used: ReadonlySet<string> = new Set(),
): FieldGuess | undefined {
  let best: FieldGuess | undefined;
  for (const column of table.columns) {
    if (used.has(column.name)) continue;
    const guess = judge(field, column, table);
    if (guess && (!best || guess.score > best.score)) best = guess;
  }
  return best;
}

function judge(field: string, column: ColumnProfile, table: TableProfile): FieldGuess | undefined {
  const byName = nameScore(field, column.name);
  const byValues = valueScore(field, column, table);
  if (byName === 0 || byValues === 0) return undefined;
  // 0.5 says nothing: the name then stands alone.
  const score = Math.min(0.99, byName * 0.8 + (byValues - 0.5) * 0.4);
  return { column, score, reason: byValues > 0.5 ? 'both' : 'name' };
}
