import type { Cases, Groups } from '../../core/paths.ts';
import { seededRandom } from '../../core/random.ts';
import { benjaminiHochberg } from '../../core/statistics.ts';
import type { Counts } from './counts.ts';
import { walkCase } from './counts.ts';
import type { Transition } from './result.ts';

/** Additions that all permutations together may make, a few seconds' worth; and the fewest permutations all the same. */
const WORK = 400_000_000;
const FEWEST = 99;

/** What each user of either group did: rows of (transition, times), the groups' users one after the other. */
interface UserCounts {
  group: Uint8Array;
  offsets: Uint32Array;
  edges: Uint32Array;
  times: Uint32Array;
}

/** Growing parallel lists; plain arrays of many millions are slow to grow. */
class Pairs {
  private keys = new Uint32Array(1024);
  private values = new Uint32Array(1024);
  length = 0;

  push(key: number, value: number): void {
    if (this.length === this.keys.length) {
      const [keys, values] = [this.keys, this.values];
      this.keys = new Uint32Array(2 * keys.length);
      this.values = new Uint32Array(2 * keys.length);
      this.keys.set(keys);
      this.values.set(values);
    }
    this.keys[this.length] = key;
    this.values[this.length++] = value;
  }

  whole(): [Uint32Array, Uint32Array] {
    return [this.keys.subarray(0, this.length), this.values.subarray(0, this.length)];
  }
}

function countsByUser(cases: Cases, { of }: Groups, { size }: Counts): UserCounts {
  const times = new Uint32Array(size * size);
  const pairs = new Pairs();
  const [group, offsets]: [number[], number[]] = [[], [0]];
  let touched: number[] = [];
  const visit = (from: number, to: number): void => {
    const edge = from * size + to;
    if (times[edge]!++ === 0) touched.push(edge);
  };
  for (let n = 0; n < cases.count; n++) {
    const owner = cases.owners[n]!;
    if (of[owner] !== 0 && of[owner] !== 1) continue;
    walkCase(cases, n, size, visit);
    if (n + 1 < cases.count && cases.owners[n + 1] === owner) continue;
    for (const edge of touched) {
      pairs.push(edge, times[edge]!);
      times[edge] = 0;
    }
    touched = [];
    group.push(of[owner]!);
    offsets.push(pairs.length);
  }
  const [edges, counts] = pairs.whole();
  return { group: Uint8Array.from(group), offsets: Uint32Array.from(offsets), edges, times: counts };
}

/** Sums over the users that are marked; one after the other, since leaps through memory are dear. */
function sumOf(isIn: Uint8Array, { offsets, edges, times }: UserCounts, sums: Float64Array): void {
  sums.fill(0);
  for (let user = 0; user < isIn.length; user++) {
    if (isIn[user] === 0) continue;
    for (let at = offsets[user]!, end = offsets[user + 1]!; at < end; at++) sums[edges[at]!]! += times[at]!;
  }
}

/** Differences of probability out, given the sums of one group and of both; NaN where a group never leaves the event. */
function differences(sums: Float64Array, all: Float64Array, size: number, into: Float64Array): void {
  for (let from = 0; from < size; from++) {
    let [out, total] = [0, 0];
    for (let edge = from * size; edge < (from + 1) * size; edge++) {
      out += sums[edge]!;
      total += all[edge]!;
    }
    const rest = total - out;
    for (let edge = from * size; edge < (from + 1) * size; edge++)
      into[edge] = out > 0 && rest > 0 ? sums[edge]! / out - (all[edge]! - sums[edge]!) / rest : NaN;
  }
}

/** Marks so many users at random: users who stand at the front of an order shuffled as far as needed (Fisher and Yates). */
function draw(order: Uint32Array, count: number, random: () => number, isIn: Uint8Array): void {
  isIn.fill(0);
  for (let n = 0; n < count; n++) {
    const other = n + Math.floor(random() * (order.length - n));
    const kept = order[n]!;
    order[n] = order[other]!;
    order[other] = kept;
    isIn[order[n]!] = 1;
  }
}

export interface Comparison {
  users: [number, number];
  permutations: number;
  tested: number;
  of(edge: number): NonNullable<Transition['compared']>;
}

const EPSILON = 1e-12;

/** Fewer permutations of a large log: each adds up what the smaller group's users did. */
function affordable(wanted: number, { edges, group }: UserCounts, drawn: number): number {
  const each = (edges.length * drawn) / Math.max(1, group.length);
  return Math.min(wanted, Math.max(FEWEST, Math.floor(WORK / Math.max(1, each))));
}

/**
 * Compares the groups' probabilities out, transition by transition. p: of all ways to deal the users into groups of the
 * same sizes, the share (of seeded draws, the observed one counted too) with a difference as large; q by Benjamini and Hochberg.
 */
export async function compareGroups(
  cases: Cases,
  groups: Groups,
  counts: Counts,
  wanted: number,
  seed: number,
  step: (done: number) => Promise<void>,
): Promise<Comparison> {
  const { size } = counts;
  const perUser = countsByUser(cases, groups, counts);
  const everyone = Uint32Array.from(perUser.group.keys());
  const isIn = perUser.group.map((group) => 1 - group);
  const inFirst = isIn.reduce((sum, one) => sum + one, 0);
  const sizes: [number, number] = [inFirst, everyone.length - inFirst];
  const make = () => new Float64Array(size * size);
  const [all, first, observed, sums, permuted] = [make(), make(), make(), make(), make()];
  sumOf(new Uint8Array(everyone.length).fill(1), perUser, all);
  sumOf(isIn, perUser, first);
  differences(first, all, size, observed);
  const drawn = Math.min(...sizes);
  const permutations = drawn > 0 ? affordable(wanted, perUser, drawn) : 0;
  const asLarge = new Uint32Array(size * size);
  const valid = new Uint32Array(size * size);
  const random = seededRandom(seed);
  for (let round = 0; round < permutations; round++) {
    if (round % 16 === 0) await step(round / permutations);
    draw(everyone, drawn, random, isIn);
    sumOf(isIn, perUser, sums);
    differences(sums, all, size, permuted);
    for (let edge = 0; edge < permuted.length; edge++) {
      if (Number.isNaN(permuted[edge])) continue;
      valid[edge]!++;
      if (Math.abs(permuted[edge]!) >= Math.abs(observed[edge]!) - EPSILON) asLarge[edge]!++;
    }
  }
  // What happened in neither group or always is no question.
  const isTested = (edge: number) =>
    all[edge]! > 0 && !Number.isNaN(observed[edge]) && outs(all, edge, size) > all[edge]!;
  const tested = [...all.keys()].filter(isTested);
  const p = new Map(tested.map((edge) => [edge, (asLarge[edge]! + 1) / (valid[edge]! + 1)]));
  const adjusted = benjaminiHochberg([...p.values()]);
  const q = new Map(tested.map((edge, n) => [edge, adjusted[n]!]));
  const second = (edge: number) => all[edge]! - first[edge]!;
  const share = (count: number, out: number) => (out > 0 ? count / out : null);
  return {
    users: sizes,
    permutations,
    tested: tested.length,
    of: (edge) => ({
      groups: [
        { count: first[edge]!, probabilityOut: share(first[edge]!, outs(first, edge, size)) },
        { count: second(edge), probabilityOut: share(second(edge), outs(all, edge, size) - outs(first, edge, size)) },
      ],
      difference: Number.isNaN(observed[edge]) ? null : observed[edge]!,
      p: p.get(edge) ?? null,
      q: q.get(edge) ?? null,
    }),
  };
}

/** All that leaves the event where a transition begins. */
function outs(sums: Float64Array, edge: number, size: number): number {
  const from = Math.floor(edge / size);
  let out = 0;
  for (let n = from * size; n < (from + 1) * size; n++) out += sums[n]!;
  return out;
}
