import type { LearningData, SparseRows } from '../data.ts';
import { countsOf } from '../popular.ts';

/** The overall popularity counts as much as so many people of a group do: a small group is like all. */
const SHRINKAGE = 10;

/** Columns of named values, `city=Wien`, are groups of people; a number is none. */
const isGroup = (column: string): boolean => column.includes('=');

/** The people of each column, ascending, of those who had anything. */
function peopleByColumn({ rows, columns, offsets, column, value }: SparseRows, active: (user: number) => boolean) {
  const people = columns.map((): number[] => []);
  for (let user = 0; user < rows; user += 1) {
    if (!active(user)) continue;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) {
      const own = column[at]!;
      if (value[at] !== 0 && isGroup(columns[own]!)) people[own]!.push(user);
    }
  }
  return people;
}

/**
 * What is popular among people who are alike, for those of whom only attributes are known: the share of each group of theirs that had
 * an item, drawn towards the share of all, and the mean over the groups.
 */
export class AttributePopularity {
  readonly #data: LearningData;
  readonly #people: number[][];
  readonly #overall: Float64Array;
  readonly #shares = new Map<number, Float64Array>();

  constructor(data: LearningData) {
    const { offsets, users } = data.interactions;
    const active = (user: number) => offsets[user + 1]! > offsets[user]!;
    this.#data = data;
    this.#people = data.attributes ? peopleByColumn(data.attributes, active) : [];
    const all = Array.from({ length: users }, (_, user) => user).filter(active).length;
    this.#overall = countsOf(data.interactions).map((count) => count / Math.max(1, all));
  }

  /** The groups that a user belongs to, as columns of the attributes; those of whom nobody had anything say nothing. */
  groupsOf(user: number): number[] {
    const { attributes } = this.#data;
    if (!attributes || user < 0 || user >= attributes.rows) return [];
    const { offsets, column, value } = attributes;
    const places = Array.from({ length: offsets[user + 1]! - offsets[user]! }, (_, n) => offsets[user]! + n);
    return places.flatMap((at) => (value[at] !== 0 && this.#people[column[at]!]!.length > 0 ? [column[at]!] : []));
  }

  /** Shares, 0 to 1, of each item among people of these groups, to `out`; those of all without any. */
  score(groups: readonly number[], out: Float32Array): void {
    if (groups.length === 0) return out.set(this.#overall);
    out.fill(0);
    for (const group of groups) {
      const shares = this.#sharesOf(group);
      for (let item = 0; item < shares.length; item += 1) out[item]! += shares[item]! / groups.length;
    }
  }

  #sharesOf(group: number): Float64Array {
    const known = this.#shares.get(group);
    if (known) return known;
    const { offsets, item } = this.#data.interactions;
    const people = this.#people[group]!;
    const shares = this.#overall.map((share) => SHRINKAGE * share);
    for (const user of people) for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) shares[item[at]!]! += 1;
    for (let at = 0; at < shares.length; at += 1) shares[at]! /= people.length + SHRINKAGE;
    this.#shares.set(group, shares);
    return shares;
  }
}
