import { AppError } from '../../core/errors.ts';
import type { Catalogue, Interactions, LearningData, SparseRows } from '../data.ts';

/** People told apart: each user's segment (−1: none), and each item's where segments are categories of items. */
export interface Segments {
  segments: number;
  ofUser: Int32Array;
  /** The favourite category is told from what somebody had; null where segments are an attribute of the users. */
  ofItem: Int32Array | null;
}

/** The segment that most of the weight lies in, the first among equals; −1 without any. */
export function favourite(items: ArrayLike<number>, weights: ArrayLike<number>, ofItem: Int32Array, segments: number) {
  const sums = new Float64Array(segments);
  for (let at = 0; at < items.length; at += 1) {
    const segment = ofItem[items[at]!] ?? -1;
    if (segment >= 0) sums[segment]! += weights[at]!;
  }
  const [found] = sums.reduce<[number, number]>((best, sum, at) => (sum > best[1] ? [at, sum] : best), [-1, 0]);
  return found;
}

function categoriesOf({ category }: Catalogue, items: number): { ofItem: Int32Array; segments: number } {
  const names = [...new Set(category?.filter((name) => name !== null))].sort();
  const numbers = new Map(names.map((name, number) => [name, number]));
  const ofItem = Int32Array.from({ length: items }, (_, item) => numbers.get(category?.[item] ?? '') ?? -1);
  return { ofItem, segments: names.length };
}

function byCategory(catalogue: Catalogue, { users, items, offsets, item, weight }: Interactions): Segments {
  const { ofItem, segments } = categoriesOf(catalogue, items);
  if (segments === 0) throw new AppError('recommend.no-segments', { segment: 'category' });
  const ofUser = Int32Array.from({ length: users }, (_, user) => {
    const [from, to] = [offsets[user]!, offsets[user + 1]!];
    return favourite(item.subarray(from, to), weight.subarray(from, to), ofItem, segments);
  });
  return { segments, ofUser, ofItem };
}

/** The columns `name = level` of an attribute; each user's first that is not 0. */
function byAttribute({ columns, offsets, column, value }: SparseRows, name: string, users: number): Segments {
  const own = columns.flatMap((title, at) => (title.startsWith(`${name} = `) ? [at] : []));
  if (own.length === 0) throw new AppError('recommend.no-segments', { segment: name });
  const numbers = new Map(own.map((at, number) => [at, number]));
  const ofUser = new Int32Array(users).fill(-1);
  for (let user = 0; user < users; user += 1) {
    for (let at = offsets[user + 1]! - 1; at >= offsets[user]!; at -= 1) {
      if (value[at] !== 0) ofUser[user] = numbers.get(column[at]!) ?? ofUser[user]!;
    }
  }
  return { segments: own.length, ofUser, ofItem: null };
}

const NO_ATTRIBUTES: SparseRows = {
  rows: 0,
  columns: [],
  offsets: Uint32Array.of(0),
  column: new Int32Array(0),
  value: new Float64Array(0),
};

/** People by an attribute of theirs, or, without its name, by the category that they had most of. `recommend.no-segments`. */
export function segmentsOf({ interactions, catalogue, attributes }: LearningData, name: string): Segments {
  if (name === '') return byCategory(catalogue, interactions);
  return byAttribute(attributes ?? NO_ATTRIBUTES, name, interactions.users);
}
