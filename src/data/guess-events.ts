import { quoteIdentifier } from '../core/quote.ts';
import type { FieldGuess, ViewGuess } from './guess-fields.ts';
import { bestColumn, isNumeric, isTemporal, valueScore } from './guess-fields.ts';
import { isOrderKey, isPersonalDate } from './guess-names.ts';
import type { ColumnProfile, TableProfile } from './guess.ts';

const FIELDS = ['session', 'item', 'value', 'quantity', 'price'] as const;
/** What a table of orders is a log of, where no column says. */
const ORDERS_EVENT = 'purchase';

/** A log: who, and when. What was done, with what and for how much, where a column says so. */
export const eventsOf = (table: TableProfile): ViewGuess | undefined => namedEventsOf(table) ?? unnamedEventsOf(table);

function unnamedEventsOf(table: TableProfile): ViewGuess | undefined {
  const found = unnamedRatings(table);
  return found && withDefaults(table, { user: found.user, time: found.time, item: found.item });
}

function namedEventsOf(table: TableProfile): ViewGuess | undefined {
  const used = new Set<string>();
  const take = (guess: FieldGuess | undefined): FieldGuess | undefined => {
    if (guess) used.add(guess.column.name);
    return guess;
  };
  const time = take(bestColumn('time', table) ?? byValues('time', table, used));
  if (!time) return undefined;
  const event = take(bestColumn('event', table, used) ?? byValues('event', table, used));
  const named = bestColumn('user', table, used);
  const user = take(named ?? userByValues(table, used, event));
  if (!user || (isPerUser(table, user) && !tellsDeeds(table, time))) return undefined;
  const found: Record<string, FieldGuess | undefined> = { user, time, event };
  for (const field of FIELDS) found[field] = take(bestColumn(field, table, used));
  if (!found['item'] && !named) found['item'] = take(itemByValues(table, used));
  return withDefaults(table, found);
}

/** One row for each user is a list of users, even with a date of birth or of joining: unless `tellsDeeds`. */
const isPerUser = (table: TableProfile, { column, reason }: FieldGuess): boolean =>
  reason !== 'values' && table.rows > 20 && column.distinct >= table.rows * 0.999;

/** What somebody does something with: a list of users has none of them. */
const OF_DEEDS = ['item', 'quantity', 'price', 'session', 'rating', 'text'] as const;

/**
 * One row for each user may still say what each did, once: orders or reviews of a day. It does where it names an item, an order, how many or what
 * for, and its time is no date of a person.
 */
const tellsDeeds = (table: TableProfile, { column: time }: FieldGuess): boolean =>
  !isPersonalDate(time.name) &&
  (OF_DEEDS.some((field) => (bestColumn(field, table)?.score ?? 0) >= 0.6) ||
    table.columns.some(({ name }) => isOrderKey(name)));

/** A column that only its values speak for. */
function byValues(field: 'time' | 'event', table: TableProfile, used: ReadonlySet<string>): FieldGuess | undefined {
  const candidates = table.columns
    .filter(({ name }) => !used.has(name))
    .map((column) => ({ column, score: valueScore(field, column, table), reason: 'values' as const }))
    .filter(({ score }) => score >= 0.7)
    .sort((a, b) => b.score - a.score);
  const best = candidates[0];
  return best && { ...best, score: best.score * 0.8 };
}

/**
 * Without a name: the first column of identifiers that come again and again. Logs begin with who did it, and only beside
 * a column of known events is that worth a guess.
 */
function userByValues(
  table: TableProfile,
  used: ReadonlySet<string>,
  event: FieldGuess | undefined,
): FieldGuess | undefined {
  if (event?.reason !== 'values') return undefined;
  const column = table.columns.find((candidate) => !used.has(candidate.name) && isIdentifier(candidate, table));
  return column && { column, score: 0.5, reason: 'values' };
}

function itemByValues(table: TableProfile, used: ReadonlySet<string>): FieldGuess | undefined {
  const column = table.columns.find((candidate) => !used.has(candidate.name) && isIdentifier(candidate, table));
  return column && { column, score: 0.4, reason: 'values' };
}

const UNNAMED = /^column_\d+$/;
/** Fewer points than these may be a flag, more are no points. */
const POINTS = { fewest: 3, most: 11 } as const;

/** Whole points from 0 or 1 on, as people give them. */
const isPoints = ({ type, distinct, min = -1, max = 0 }: ColumnProfile): boolean =>
  /INT/i.test(type) && (min === 0 || min === 1) && max <= 10 && distinct >= POINTS.fewest && distinct <= POINTS.most;

/**
 * Ratings in a file without names, as MovieLens comes: who, what, how many points and when, told by values and order alone. Only where no
 * column but one could be points.
 */
export function unnamedRatings(
  table: TableProfile,
): Record<'user' | 'item' | 'time' | 'rating', FieldGuess> | undefined {
  const { columns, rows } = table;
  const time = byValues('time', table, new Set());
  const [rating, second] = columns.filter(isPoints);
  if (rows < 20 || !time || !rating || second || !columns.every(({ name }) => UNNAMED.test(name))) return undefined;
  const [user, item] = columns.filter(
    (column) => column !== time.column && column !== rating && isIdentifier(column, table),
  );
  const guess = (column: ColumnProfile, score: number): FieldGuess => ({ column, score, reason: 'values' });
  return user && item && { user: guess(user, 0.5), item: guess(item, 0.5), time, rating: guess(rating, 0.5) };
}

const isIdentifier = (column: ColumnProfile, { rows }: TableProfile): boolean =>
  !isTemporal(column) &&
  !/DOUBLE|FLOAT|BOOL|DECIMAL/i.test(column.type) &&
  column.distinct > 1 &&
  (column.distinct < rows || rows < 20);

function withDefaults(table: TableProfile, found: Record<string, FieldGuess | undefined>): ViewGuess {
  const fields: ViewGuess['fields'] = {};
  for (const [field, guess] of Object.entries(found)) {
    if (guess) fields[field] = { value: guess.column.name, confidence: guess.score, reason: guess.reason };
  }
  const { quantity, price, value } = found;
  const isOrders = quantity ?? price ?? value;
  if (!found['event'] && isOrders) {
    fields['event'] = { value: { constant: ORDERS_EVENT }, confidence: 0.6, reason: 'values' };
  }
  if (!value && quantity && price && isNumeric(quantity.column) && isNumeric(price.column)) {
    const sql = `${quoteIdentifier(quantity.column.name)} * ${quoteIdentifier(price.column.name)}`;
    fields['value'] = { value: { sql }, confidence: Math.min(quantity.score, price.score), reason: 'both' };
  }
  const score = Object.values(fields).reduce((sum, { confidence }) => sum + confidence, 0);
  return { table: table.name, score, fields };
}
