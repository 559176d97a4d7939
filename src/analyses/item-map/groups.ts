import type { Catalogue } from '../../recommenders/data.ts';
import { kMeans } from '../../models/clustering/k-means.ts';
import type { ClusterContext } from '../../models/clustering/rows.ts';
import type { Matrix } from '../../models/matrix.ts';

export interface Groups {
  /** By drawn item. */
  group: Int32Array;
  names: (string | null)[];
  /** What is compared by: each category by itself, however small, −1 where none is known; or the group. */
  kind: Int32Array;
  by: 'category' | 'likeness';
}

/** More colours can't be told apart. */
const TOLD_APART = 7;

/** The largest categories; the others, and items without one, are the last group. */
function byCategory(drawn: Int32Array, category: NonNullable<Catalogue['category']>): Groups {
  const counts = new Map<string, number>();
  for (const item of drawn) {
    const name = category[item];
    if (name != null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const largest = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name);
  const named = largest.slice(0, largest.length > TOLD_APART ? TOLD_APART - 1 : TOLD_APART);
  const places = Int32Array.from(drawn, (item) => {
    const at = named.indexOf(category[item] ?? '');
    return at < 0 ? named.length : at;
  });
  const kind = Int32Array.from(drawn, (item) => largest.indexOf(category[item] ?? ''));
  return { group: places, names: places.includes(named.length) ? [...named, null] : named, kind, by: 'category' };
}

/** Groups of vectors, each with the name of its first item: the most popular, as items are drawn in that order. */
async function byLikeness(x: Matrix, titles: readonly string[], k: number, context: ClusterContext): Promise<Groups> {
  const { labels, k: found } = await kMeans(x, { k: Math.min(k, x.rows) }, context);
  const names = Array.from({ length: found }, (_, label) => titles[labels.indexOf(label)] ?? '');
  const group = Int32Array.from(labels);
  return { group, names, kind: group, by: 'likeness' };
}

/** The groups that colour the map. */
export function groupsOf(
  { drawn, x, titles }: { drawn: Int32Array; x: Matrix; titles: readonly string[] },
  { category }: Catalogue,
  how: { colour: 'category' | 'likeness'; groups: number },
  context: ClusterContext,
): Groups | Promise<Groups> {
  const isSorted = how.colour === 'category' && category !== undefined && drawn.some((item) => category[item] != null);
  return isSorted ? byCategory(drawn, category) : byLikeness(x, titles, how.groups, context);
}
