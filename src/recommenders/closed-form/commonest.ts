import type { Interactions } from '../data.ts';
import { countsOf } from '../popular.ts';

/** Which items most users had, the lower number first among equals: 1 for those. */
function marked({ items, ...interactions }: Interactions, most: number): Uint8Array {
  const counts = countsOf({ items, ...interactions });
  const order = Uint32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const marks = new Uint8Array(items);
  for (const item of order.subarray(0, most)) marks[item] = 1;
  return marks;
}

/** The interactions with the `most` items that most users had, users and items numbered as before; the same ones where there are no more. */
export function withCommonest(interactions: Interactions, most: number): Interactions {
  if (countsOf(interactions).filter((count) => count > 0).length <= most) return interactions;
  const { users, offsets, item, weight, time } = interactions;
  const marks = marked(interactions, most);
  const isKept = (_: number, at: number): boolean => marks[item[at]!] === 1;
  const starts = new Uint32Array(users + 1);
  for (let user = 0; user < users; user += 1) {
    let kept = starts[user]!;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) kept += marks[item[at]!]!;
    starts[user + 1] = kept;
  }
  return {
    ...interactions,
    offsets: starts,
    item: item.filter(isKept),
    weight: weight.filter(isKept),
    time: time.filter(isKept),
  };
}
