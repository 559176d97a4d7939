import type { Interactions } from '../data.ts';
import { countsOf } from '../popular.ts';

/** Interactions turned round: item i has the entries `offsets[i]` … `offsets[i + 1]`, users ascending. */
export interface ByItem {
  offsets: Uint32Array;
  user: Int32Array;
  weight: Float64Array;
}

/** The same interactions item by item. */
export function byItem(interactions: Interactions): ByItem {
  const { users, items, offsets: rows, item, weight } = interactions;
  const offsets = new Uint32Array(items + 1);
  offsets.set(countsOf(interactions), 1);
  for (let each = 0; each < items; each += 1) offsets[each + 1]! += offsets[each]!;
  const next = offsets.slice();
  const turned = { offsets, user: new Int32Array(item.length), weight: new Float64Array(item.length) };
  for (let user = 0; user < users; user += 1) {
    for (let at = rows[user]!; at < rows[user + 1]!; at += 1) {
      const to = next[item[at]!]!++;
      turned.user[to] = user;
      turned.weight[to] = weight[at]!;
    }
  }
  return turned;
}
