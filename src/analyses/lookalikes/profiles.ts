import type { Table } from 'apache-arrow';
import { column, numbers, strings } from '../../core/columns.ts';
import { namesOf } from '../../core/item-names.ts';

/** What each user had, weighted: user u's items `item[offsets[u]]` … with numbers whose squares sum to 1 (or nothing at all). */
export interface Profiles {
  users: number;
  items: number;
  offsets: Uint32Array;
  item: Int32Array;
  weight: Float64Array;
  /** How many users had each item. */
  owners: Uint32Array;
}

const integers = (table: Table, name: string): Int32Array =>
  Int32Array.from(column(table, name).toArray() as Int32Array);

/** ln(1 + N / owners): what everyone has tells nothing of anyone. */
const rarity = (users: number, owners: number): number => Math.log(1 + users / owners);

/** Sublinear counts times rarity, each user's to length 1 (Salton and Buckley 1988: what a word is in a text, an item is with a user). */
export function profilesOf(had: Table, users: number, items: number): Profiles {
  const [u, item, n] = [integers(had, 'u'), integers(had, 'i'), numbers(had, 'n')];
  const offsets = new Uint32Array(users + 1);
  const owners = new Uint32Array(items);
  for (let row = 0; row < u.length; row++) {
    offsets[u[row]! + 1]!++;
    owners[item[row]!]!++;
  }
  for (let user = 0; user < users; user++) offsets[user + 1]! += offsets[user]!;
  const weight = n.map((count, row) => (1 + Math.log(count)) * rarity(users, owners[item[row]!]!));
  for (let user = 0; user < users; user++) normalise(weight.subarray(offsets[user], offsets[user + 1]));
  return { users, items, offsets, item, weight, owners };
}

function normalise(vector: Float64Array): void {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (let n = 0; n < vector.length; n++) vector[n]! /= length;
}

/** The mean of some users' vectors, to length 1; zero where none had anything. */
export function centroid({ items, offsets, item, weight }: Profiles, members: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(items);
  for (let n = 0; n < members.length; n++) {
    const user = members[n]!;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) sum[item[at]!]! += weight[at]!;
  }
  normalise(sum);
  return sum;
}

/** Each user's cosine with a vector of length 1. */
export function cosines({ users, offsets, item, weight }: Profiles, centre: Float64Array): Float64Array {
  const scores = new Float64Array(users);
  for (let user = 0; user < users; user++) {
    let sum = 0;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) sum += weight[at]! * centre[item[at]!]!;
    scores[user] = sum;
  }
  return scores;
}

/** The items of one user that bring him closest to a vector. */
export function contributions(
  { offsets, item, weight }: Profiles,
  user: number,
  centre: Float64Array,
  most: number,
): number[] {
  const found: [item: number, share: number][] = [];
  for (let at = offsets[user]!; at < offsets[user + 1]!; at++)
    found.push([item[at]!, weight[at]! * centre[item[at]!]!]);
  return found
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, most)
    .map(([code]) => code);
}

/** How items are called: by titles that tell them apart. */
export function namesOfThings(things: Table): { ids: string[]; titles: string[] } {
  const ids = strings(things, 'item').map(String);
  const titles = strings(things, 'title');
  const name = namesOf(ids.map((item, n) => ({ item, title: titles[n] ?? null })));
  return { ids, titles: ids.map(name) };
}
