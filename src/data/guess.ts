import type { MappingGuess } from '../contract/engine.ts';
import type { Field, Mapping, ViewName } from '../contract/project.ts';
import { eventsOf, unnamedRatings } from './guess-events.ts';
import type { FieldGuess, ViewGuess } from './guess-fields.ts';
import { bestColumn } from './guess-fields.ts';

/** What SQL can tell of a column: `type` is an SQL type; `min`, `max` are given for numbers, `samples` are some of its values as text. */
export interface ColumnProfile {
  name: string;
  type: string;
  distinct: number;
  nulls: number;
  min?: number;
  max?: number;
  samples: string[];
}

export interface TableProfile {
  name: string;
  rows: number;
  columns: ColumnProfile[];
}

type Guesser = (table: TableProfile) => ViewGuess | undefined;

/** Which table and columns make each canonical view, by names (English and Chinese) and values; with confidence and reason. */
export function guessMapping(tables: readonly TableProfile[]): MappingGuess {
  const guess: MappingGuess = { mapping: {}, confidence: {}, reasons: {} };
  const taken = new Set<string>();
  for (const [view, guesser] of GUESSERS) {
    if (guess.mapping[view]) continue;
    const open = tables.filter(({ name }) => SHARED.includes(view) || !taken.has(name));
    const best = bestTable(open, guesser);
    if (!best) continue;
    if (!SHARED.includes(view)) taken.add(best.table);
    addView(guess, view, best);
  }
  const log = tables.find(({ name }) => name === guess.mapping.events?.table);
  const listed = log && !guess.mapping.items && itemsInLog(log, guess.mapping);
  if (listed) addView(guess, 'items', listed);
  return guess;
}

/** In this order: a table of events is nothing else, though its texts or ratings may be reviews. Ratings without a text come last. */
const GUESSERS: readonly [ViewName, Guesser][] = [
  ['events', eventsOf],
  ['users', usersOf],
  ['stock', stockOf],
  ['items', itemsOf],
  ['reviews', reviewsOf],
  ['reviews', ratingsOf],
];

/** What a table may say besides: a log has texts, a catalogue says what is in stock. */
const SHARED: readonly ViewName[] = ['reviews', 'stock'];

function bestTable(tables: readonly TableProfile[], guesser: Guesser): ViewGuess | undefined {
  const guesses = tables.map((table) => ({ table, view: guesser(table) })).filter(({ view }) => view !== undefined);
  guesses.sort((a, b) => b.view!.score - a.view!.score || b.table.rows - a.table.rows);
  return guesses[0]?.view;
}

function addView(guess: MappingGuess, view: ViewName, { table, fields }: ViewGuess): void {
  const mapped: Record<string, Field> = {};
  for (const [field, { value, confidence, reason }] of Object.entries(fields)) {
    mapped[field] = value;
    guess.confidence[`${view}.${field}`] = Math.round(confidence * 100) / 100;
    guess.reasons[`${view}.${field}`] = reason;
  }
  // The guessers fill the fields that their view requires; the type can't know it.
  Object.assign(guess.mapping, { [view]: { table, ...mapped } } as Mapping);
}

/** Few rows per user, or there would be a time: one row describes one user. */
function usersOf(table: TableProfile): ViewGuess | undefined {
  const user = bestColumn('user', table);
  if (!user || user.column.distinct < table.rows * 0.95) return undefined;
  const label = bestColumn('label', table);
  return viewOf(table, { user, label });
}

function itemsOf(table: TableProfile): ViewGuess | undefined {
  const item = bestColumn('item', table);
  if (!item || item.column.distinct < table.rows * 0.95) return undefined;
  const fields = {
    item,
    title: bestColumn('title', table),
    category: bestColumn('category', table),
    price: bestColumn('price', table),
  };
  return (fields.title ?? fields.category ?? fields.price) ? viewOf(table, fields) : undefined;
}

/** How much there is of each item, once or day after day; a log with a user is none. */
function stockOf(table: TableProfile): ViewGuess | undefined {
  const item = bestColumn('item', table);
  const onHand = bestColumn('onHand', table);
  if (!item || !onHand || bestColumn('user', table)) return undefined;
  return viewOf(table, {
    ...{ item, onHand, time: bestColumn('time', table) },
    onOrder: bestColumn('onOrder', table),
    leadTimeDays: bestColumn('leadTimeDays', table),
    unitCost: bestColumn('unitCost', table),
  });
}

/** Without a table of items: what the log says of them beside their key, in columns that are nothing else. */
function itemsInLog(log: TableProfile, { events }: Mapping): ViewGuess | undefined {
  const item = log.columns.find(({ name }) => name === events?.item);
  if (!item) return undefined;
  const used = new Set(Object.values(events!).filter((field) => typeof field === 'string'));
  const title = bestColumn('title', log, used);
  const category = bestColumn('category', log, used);
  if (!title && !category) return undefined;
  return viewOf(log, { item: { column: item, score: 0.5, reason: 'name' }, title, category });
}

function reviewsOf(table: TableProfile): ViewGuess | undefined {
  const text = bestColumn('text', table);
  if (!text) return undefined;
  return viewOf(table, { text, ...ratedOf(table), label: bestColumn('label', table) });
}

const ratedOf = (table: TableProfile) => ({
  user: bestColumn('user', table),
  item: bestColumn('item', table),
  time: bestColumn('time', table),
  rating: bestColumn('rating', table),
});

/** Who gave what how many points. Without a text the name alone is not enough: the values must be those of a scale. */
function ratingsOf(table: TableProfile): ViewGuess | undefined {
  const { user, item, time, rating } = ratedOf(table);
  if (user && item && rating?.reason === 'both') return viewOf(table, { user, item, time, rating });
  const unnamed = unnamedRatings(table);
  return unnamed && viewOf(table, unnamed);
}

function viewOf(table: TableProfile, found: Record<string, FieldGuess | undefined>): ViewGuess {
  const fields: ViewGuess['fields'] = {};
  const used = new Set<string>();
  for (const [field, guess] of Object.entries(found)) {
    if (!guess || used.has(guess.column.name)) continue;
    used.add(guess.column.name);
    fields[field] = { value: guess.column.name, confidence: guess.score, reason: guess.reason };
  }
  const score = Object.values(fields).reduce((sum, { confidence }) => sum + confidence, 0);
  return { table: table.name, score, fields };
}
