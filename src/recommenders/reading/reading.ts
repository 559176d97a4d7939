import type { Table } from 'apache-arrow';
import type { SignalParams } from '../../contract/recommending.ts';
import { numbers, strings } from '../../core/columns.ts';
import type { Catalogue, Histories, LearningData, SparseRows } from '../data.ts';
import { attributesOf } from './attributes.ts';
import { catalogueOf } from './catalogue.ts';
import type { Counting } from './counting.ts';
import { countingOf } from './counting.ts';
import { historiesOfTable, selected } from './histories.ts';
import { interactionsOf } from './interactions.ts';
import type { Core } from './k-core.ts';
import { kCore } from './k-core.ts';

export { profileOf, profileOfItems } from './profile.ts';

/** What `signalQueries` (features/recommending/queries.ts) reads. */
export type SignalTables = Record<'signals' | 'people' | 'catalogue' | 'about', Table>;

export interface Reading {
  data: LearningData;
  /** The same before users and items with too few interactions were left out: a split leaves them out by its training part alone. */
  whole: LearningData;
  /** The users' names, by number. */
  people: readonly string[];
}

/** All that makes learning data, but for what follows from the events. */
export interface Ground {
  catalogue: Catalogue;
  attributes?: SparseRows;
  /** Epoch ms; NaN without times. */
  end: number;
}

/** The learning data of some events in their order: what the reading, every split and tests make it by. */
export function learningDataOfEvents(histories: Histories, ground: Ground, counting: Counting): LearningData {
  const { catalogue, attributes, end } = ground;
  const interactions = interactionsOf(histories, catalogue.ids.length, counting, end);
  const { feedback } = counting;
  return { feedback, interactions, histories, catalogue, ...(attributes && { attributes }), end };
}

type Least = Pick<SignalParams, 'minPerUser' | 'minPerItem'>;

/** Who has enough interactions, and which items have; null where all do, as one is enough. */
export const coreOf = ({ interactions }: LearningData, { minPerUser, minPerItem }: Least): Core | null =>
  minPerUser <= 1 && minPerItem <= 1 ? null : kCore(interactions, minPerUser, minPerItem);

/** Without the users and items that have too few; everybody keeps his number. */
export function pruned(data: LearningData, core: Core | null, counting: Counting): LearningData {
  if (!core) return data;
  const { item } = data.histories;
  const left = selected(data.histories, (place, user) => core.users[user] === 1 && core.items[item[place]!] === 1);
  return learningDataOfEvents(left, data, counting);
}

function read({ signals, people, catalogue, about }: SignalTables, params: SignalParams): Reading {
  const counting = countingOf(params);
  const [end, gap] = ['end', 'session_gap'].map((name) => numbers(about, name)[0]!) as [number, number];
  const histories = historiesOfTable(signals, people.numRows, gap, Number.isFinite(end));
  const attributes = attributesOf(people);
  const ground = { catalogue: catalogueOf(catalogue), ...(attributes && { attributes }), end };
  const whole = learningDataOfEvents(histories, ground, counting);
  return { data: pruned(whole, coreOf(whole, params), counting), whole, people: strings(people, 'user').map(String) };
}

const made = new WeakMap<Table, Map<string, Reading>>();

/**
 * What recommenders learn from, with the users' names; made once for a table of signals and what the parameters say of it: repeats,
 * half-life (counted back from the data's end) and the least number of interactions are applied here.
 */
export function learningDataOf(tables: SignalTables, params: SignalParams): Reading {
  const { feedback, repeats, halfLife, minPerUser, minPerItem } = params;
  const key = JSON.stringify([feedback, repeats, halfLife, minPerUser, minPerItem]);
  const known = made.get(tables.signals) ?? new Map<string, Reading>();
  made.set(tables.signals, known);
  const reading = known.get(key) ?? read(tables, params);
  // One reading of a table is kept, as its arrays are as large as the table itself.
  known.clear();
  known.set(key, reading);
  return reading;
}
