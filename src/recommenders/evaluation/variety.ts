import type { Interactions } from '../data.ts';
import { byItem } from '../reading/k-core.ts';

/** What is asked of lists beside hits: how unexpected, how different within. */
export interface Variety {
  /** −log₂ of the share of users who had the item. */
  novelty(item: number): number;
  /** Mean over the pairs of a list of 1 − cosine of the items' columns of users; NaN for less than two items. */
  diversity(list: readonly number[]): number;
  /** About how many steps a list's diversity takes. */
  cost(length: number): number;
}

/** Of what was learnt from. An item that nobody had counts as had by one, and shares no users with any. */
export function varietyOf(interactions: Interactions): Variety {
  const { offsets, user } = byItem(interactions);
  const had = Float64Array.from(offsets.subarray(1), (to, item) => to - offsets[item]!);
  const active = interactions.offsets.subarray(1).filter((to, u) => to !== interactions.offsets[u]).length;
  const sum = new Float64Array(interactions.users);
  const meanUsers = had.reduce((all, n) => all + n * n, 0) / Math.max(1, user.length);

  /** ‖Σ of the unit columns‖² is the sum of all cosines, each item's with itself too. */
  function cosines(list: readonly number[]): number {
    let squares = 0;
    const each = (visit: (who: number, length: number) => void): void => {
      for (const item of list) {
        const length = Math.sqrt(had[item]!);
        for (let at = offsets[item]!; at < offsets[item + 1]!; at++) visit(user[at]!, length);
      }
    };
    each((who, length) => (sum[who]! += 1 / length));
    each((who) => {
      squares += sum[who]! ** 2;
      sum[who] = 0;
    });
    const selves = list.filter((item) => had[item]! > 0).length;
    return (squares - selves) / 2;
  }

  return {
    novelty: (item) => Math.log2(Math.max(1, active) / Math.max(1, had[item]!)),
    diversity: (list) => (list.length < 2 ? NaN : 1 - (2 * cosines(list)) / (list.length * (list.length - 1))),
    cost: (length) => 2 * length * meanUsers,
  };
}
