import { AppError } from '../../core/errors.ts';
import { discoveryRates } from '../../core/statistics.ts';
import type { Pause } from './fp-growth.ts';
import type { Itemsets, SetIndex } from './itemsets.ts';
import { sizeOf } from './itemsets.ts';
import type { Measures } from './measures.ts';
import { measuresOf } from './measures.ts';
import { TogetherTest } from './significance.ts';

export interface RuleOptions {
  minConfidence: number;
  minLift: number;
  /** At most so many items on the right. */
  maxConsequents: number;
  /** At most so many items on both sides together: what the sets were mined with. */
  maxLength: number;
  /** Baskets in all. */
  transactions: number;
  /** More candidates than this are too many to test. */
  most: number;
}

/** Rules in columns: rule `n` says of the set `set[n]` that its other items lead to those whose bits are in `then[n]`. */
export interface Rules {
  length: number;
  set: Uint32Array;
  then: Uint32Array;
  /** Baskets with the left side, and with the right side. */
  antecedent: Uint32Array;
  consequent: Uint32Array;
  /** One-sided, by Fisher's exact test; 0 below 1e-308. */
  p: Float64Array;
  /** Adjusted by Benjamini and Hochberg (1995) over the family. */
  q: Float64Array;
  /** Ways to split the sets in two: so many p-values were worked out. */
  candidates: number;
  /** Pairs of frequent sets that could have made a rule: see `familyOf`. */
  family: number;
  /** By set, the largest q of its splits with one item on the right: small where each item is tied to the rest. NaN for single items. */
  weakest: Float64Array;
}

/** The masks of `size` bits with 1 to `most` of them set, but not all; the single ones first. */
function splits(size: number, most: number): Uint32Array {
  const ones = (mask: number) => {
    let count = 0;
    for (let rest = mask; rest > 0; rest &= rest - 1) count++;
    return count;
  };
  const masks = Array.from({ length: 2 ** size - 2 }, (_, n) => n + 1).filter((mask) => ones(mask) <= most);
  return Uint32Array.from(masks.sort((a, b) => ones(a) - ones(b) || a - b));
}

function splitsBySize(sets: Itemsets, most: number): Uint32Array[] {
  let longest = 0;
  for (let set = 0; set < sets.length; set++) longest = Math.max(longest, sizeOf(sets, set));
  return Array.from({ length: longest + 1 }, (_, size) => (size < 2 ? new Uint32Array(0) : splits(size, most)));
}

const PART = 20_000;

interface Candidates {
  set: Uint32Array;
  then: Uint32Array;
  antecedent: Uint32Array;
  consequent: Uint32Array;
  p: Float64Array;
}

async function candidatesOf(
  sets: Itemsets,
  index: SetIndex,
  bySize: readonly Uint32Array[],
  options: RuleOptions,
  pause: Pause,
): Promise<Candidates> {
  let size = 0;
  for (let set = 0; set < sets.length; set++) size += bySize[sizeOf(sets, set)]!.length;
  if (size > options.most) throw new AppError('baskets.too-many-rules', { rules: size, most: options.most });
  const made = () => new Uint32Array(size);
  const all = { set: made(), then: made(), antecedent: made(), consequent: made(), p: new Float64Array(size) };
  const test = new TogetherTest(options.transactions);
  const { counts } = sets;
  let at = 0;
  for (let set = 0; set < sets.length; set++) {
    const whole = 2 ** sizeOf(sets, set) - 1;
    for (const then of bySize[sizeOf(sets, set)]!) {
      const [left, right] = [counts[index.find(set, whole ^ then)]!, counts[index.find(set, then)]!];
      all.set[at] = set;
      all.then[at] = then;
      all.antecedent[at] = left;
      all.consequent[at] = right;
      all.p[at++] = test.pValue(counts[set]!, left, right);
      if (at % PART === 0) await pause(at / size);
    }
  }
  return all;
}

function weakestOf(sets: Itemsets, { set, then, p }: Candidates, rate: (p: number) => number): Float64Array {
  const weakest = new Float64Array(sets.length).fill(NaN);
  const isSingle = (mask: number) => (mask & (mask - 1)) === 0;
  for (let n = 0; n < set.length; n++)
    if (isSingle(then[n]!) && !(weakest[set[n]!]! >= p[n]!)) weakest[set[n]!] = p[n]!;
  return weakest.map((value) => (Number.isNaN(value) ? NaN : rate(value)));
}

/**
 * How many rules were possible: pairs of frequent sets without a common item. The splits of frequent sets alone are no family: they are
 * those pairs that were seen together often enough, and among enough pairs of strangers some are (Webb 2007). Fisher's test is conditional
 * on how often each side is seen, so that choosing the sides by it costs nothing. Two sets of several items are counted even where they
 * share some, which errs on the safe side.
 */
function familyOf(sets: Itemsets, { maxConsequents, maxLength }: RuleOptions): number {
  const bySize: number[] = [];
  for (let set = 0; set < sets.length; set++) bySize[sizeOf(sets, set)] = (bySize[sizeOf(sets, set)] ?? 0) + 1;
  let pairs = 0;
  for (const [left, lefts] of bySize.entries()) {
    if (!lefts) continue;
    for (let right = 1; right <= Math.min(maxConsequents, maxLength - left); right++) {
      const shared = left === 1 || right === 1 ? Math.max(left, right) : 0;
      const rights = bySize[right] ?? 0;
      pairs += lefts * rights - shared * (right === 1 ? lefts : rights);
    }
  }
  return pairs;
}

/**
 * The rules that frequent sets allow (Agrawal, Imieliński and Swami 1993): each set split in two, kept where confidence and lift are
 * enough. Neither confidence nor support chooses what is tested, so that q is not won by choosing first. Throws `baskets.too-many-rules`.
 */
export async function rulesOf(sets: Itemsets, index: SetIndex, options: RuleOptions, pause: Pause): Promise<Rules> {
  const bySize = splitsBySize(sets, options.maxConsequents);
  const all = await candidatesOf(sets, index, bySize, options, pause);
  const family = Math.max(all.p.length, familyOf(sets, options));
  const rate = discoveryRates(all.p, family);
  const { transactions, minConfidence, minLift } = options;
  const kept = Uint32Array.from(all.set.keys()).filter((n) => {
    const [both, a, c] = [sets.counts[all.set[n]!]!, all.antecedent[n]!, all.consequent[n]!];
    return both / a >= minConfidence && (both * transactions) / (a * c) >= minLift;
  });
  const of = (values: Uint32Array) => kept.map((n) => values[n]!);
  const p = Float64Array.from(kept, (n) => all.p[n]!);
  return {
    length: kept.length,
    ...{ set: of(all.set), then: of(all.then), antecedent: of(all.antecedent), consequent: of(all.consequent) },
    p,
    q: p.map(rate),
    candidates: all.p.length,
    family,
    weakest: weakestOf(sets, all, rate),
  };
}

/** The measures of one rule. */
export const ruleMeasures = (rules: Rules, n: number, sets: Itemsets, transactions: number): Measures =>
  measuresOf(sets.counts[rules.set[n]!]!, rules.antecedent[n]!, rules.consequent[n]!, transactions);

/** The items on both sides of a rule. */
export function sidesOf(
  { set, then }: Rules,
  n: number,
  { offsets, items }: Itemsets,
): { if: number[]; then: number[] } {
  const sides = { if: [] as number[], then: [] as number[] };
  for (let at = offsets[set[n]!]!, bits = then[n]!; at < offsets[set[n]! + 1]!; at++, bits >>= 1)
    (bits & 1 ? sides.then : sides.if).push(items[at]!);
  return sides;
}
