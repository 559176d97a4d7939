import { ascending } from '../../core/ascending.ts';

/** How often the one with the higher risk had the event first. */
export interface Concordance {
  /** (concordant + tied / 2) / pairs; NaN without a pair that can be compared. */
  index: number;
  concordant: number;
  tied: number;
  pairs: number;
}

/** Counts of ranks, added up by a Fenwick tree. */
class RankCounts {
  private readonly tree: Float64Array;

  constructor(private readonly size: number) {
    this.tree = new Float64Array(size + 1);
  }

  add(rank: number): void {
    for (let n = rank + 1; n <= this.size; n += n & -n) this.tree[n]!++;
  }

  /** How many have a rank below. */
  below(rank: number): number {
    let sum = 0;
    for (let n = rank; n > 0; n -= n & -n) sum += this.tree[n]!;
    return sum;
  }
}

function ranks(values: ArrayLike<number>): { rank: Uint32Array; size: number } {
  const places = ascending(values);
  const rank = new Uint32Array(values.length);
  let size = 0;
  for (let n = 0; n < places.length; n++) {
    if (n > 0 && values[places[n]!] !== values[places[n - 1]!]) size++;
    rank[places[n]!] = size;
  }
  return { rank, size: size + 1 };
}

/** Harrell's counts within one stratum, of the places given. */
function countsOf(
  places: Uint32Array,
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  risk: Float64Array,
): Omit<Concordance, 'index'> {
  const { rank, size } = ranks(Float64Array.from(places, (place) => risk[place]!));
  const order = Uint32Array.from({ length: places.length }, (_, n) => n);
  const time = (n: number) => times[places[n]!]!;
  order.sort((a, b) => time(b) - time(a));
  const seen = new RankCounts(size);
  let [concordant, tied, pairs, later] = [0, 0, 0, 0];
  const events_ = (n: number) => events[places[n]!] === 1;
  for (let from = 0, to: number; from < order.length; from = to) {
    for (to = from; to < order.length && time(order[to]!) === time(order[from]!); to++);
    const same = order.subarray(from, to);
    // Who is censored at a time outlives who has the event at it; two events at one time say nothing.
    const add = (n: number) => {
      seen.add(rank[n]!);
      later++;
    };
    same.filter((n) => !events_(n)).forEach(add);
    for (const n of same) {
      if (!events_(n)) continue;
      const below = seen.below(rank[n]!);
      concordant += below;
      tied += seen.below(rank[n]! + 1) - below;
      pairs += later;
    }
    same.filter(events_).forEach(add);
  }
  return { concordant, tied, pairs };
}

/** Harrell's concordance (1982) of a risk with the times, in n log n steps; with strata, of the pairs within each. */
export function concordanceOf(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  risk: Float64Array,
  strata?: Int32Array,
): Concordance {
  const members = new Map<number, number[]>();
  for (let n = 0; n < times.length; n++) {
    const stratum = strata?.[n] ?? 0;
    const list = members.get(stratum);
    if (list) list.push(n);
    else members.set(stratum, [n]);
  }
  const sum = { concordant: 0, tied: 0, pairs: 0 };
  for (const places of members.values()) {
    const counts = countsOf(Uint32Array.from(places), times, events, risk);
    sum.concordant += counts.concordant;
    sum.tied += counts.tied;
    sum.pairs += counts.pairs;
  }
  return { ...sum, index: (sum.concordant + sum.tied / 2) / sum.pairs };
}
