import type { MinedBaskets } from '../../models/baskets/held.ts';
import { ruleMeasures } from '../../models/baskets/rules.ts';
import type { Params } from './params.ts';

/** The places of the largest values, the largest first, of equals the first; without sorting all of them by a comparison. */
export function largest(values: Float64Array, most: number): Uint32Array {
  const sorted = values.slice().sort();
  const least = sorted[Math.max(0, sorted.length - most)] ?? 0;
  const places: number[] = [];
  for (let n = 0; n < values.length; n++) if (values[n]! >= least) places.push(n);
  return Uint32Array.from(
    places.sort((a, b) => (values[a] === values[b] ? a - b : values[b]! - values[a]!)).slice(0, most),
  );
}

/** The first of the rules wanted: significant ones before others, then by the measure asked for. */
export function firstRules(
  made: MinedBaskets,
  { sortBy, fdr }: Pick<Params, 'sortBy' | 'fdr'>,
  most: number,
  isWanted: (rule: number) => boolean = () => true,
): Uint32Array {
  const { rules, mined, transactions } = made;
  const measure = (n: number) => ruleMeasures(rules, n, mined.sets, transactions.count)[sortBy];
  const all = Uint32Array.from({ length: rules.length }, (_, n) => n).filter(isWanted);
  const part = (belongs: (n: number) => boolean, room: number) => {
    const places = all.filter(belongs);
    return largest(Float64Array.from(places, measure), room).map((at) => places[at]!);
  };
  const sure = part((n) => rules.q[n]! <= fdr, most);
  const others = part((n) => !(rules.q[n]! <= fdr), most - sure.length);
  const first = new Uint32Array(sure.length + others.length);
  first.set(sure);
  first.set(others, sure.length);
  return first;
}
