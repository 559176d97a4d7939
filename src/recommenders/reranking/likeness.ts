import type { Interactions, LearningData } from '../data.ts';
import { itemContent } from '../content/item-content.ts';
import contentSpec from '../content/spec.ts';
import * as v from 'valibot';

/** How alike two items are, 0 to 1. */
export type Likeness = (a: number, b: number) => number;

/** The users of each item, ascending: item i has `offsets[i]` … `offsets[i + 1]`. */
function usersByItem({ users, items, offsets, item }: Interactions): { offsets: Uint32Array; user: Int32Array } {
  const ends = new Uint32Array(items + 1);
  for (const each of item) ends[each + 1]! += 1;
  for (let at = 0; at < items; at += 1) ends[at + 1]! += ends[at]!;
  const next = ends.slice();
  const user = new Int32Array(item.length);
  for (let who = 0; who < users; who += 1) {
    for (let at = offsets[who]!; at < offsets[who + 1]!; at += 1) user[next[item[at]!]!++] = who;
  }
  return { offsets: ends, user };
}

/** The cosine of who had the items: users who had both, over the root of the product of those who had each. */
export function togetherness(interactions: Interactions): Likeness {
  const { offsets, user } = usersByItem(interactions);
  return (a, b) => {
    const sizes = (offsets[a + 1]! - offsets[a]!) * (offsets[b + 1]! - offsets[b]!);
    let both = 0;
    let [at, other] = [offsets[a]!, offsets[b]!];
    while (at < offsets[a + 1]! && other < offsets[b + 1]!) {
      const gap = user[at]! - user[other]!;
      if (gap === 0) both += 1;
      if (gap <= 0) at += 1;
      if (gap >= 0) other += 1;
    }
    return both === 0 ? 0 : both / Math.sqrt(sizes);
  };
}

/** Likeness by content where the catalogue says what items are, else by who had them. */
export async function likenessOf(data: LearningData, step: (share: number) => Promise<void>): Promise<Likeness> {
  const content = await itemContent(data.catalogue, v.parse(contentSpec.params, {}), step);
  if (content.rows.value.length === 0) return togetherness(data.interactions);
  return (a, b) => content.similarity(a, b);
}
