import type { Interactions } from '../data.ts';

export type SegmentName = 'new' | 'few' | 'some' | 'many';

/** Users with so many interactions in training, both ends included. */
export interface Segment {
  name: SegmentName;
  from: number;
  to: number;
}

/**
 * These users by how much is known of them: nothing, and the others in three parts as even as whole numbers allow. Parts without users
 * are left out, so that where all have the same number there is one.
 */
export function segmentsOf({ offsets }: Interactions, users: Int32Array): Segment[] {
  const known = users.map((user) => offsets[user + 1]! - offsets[user]!).sort();
  const some = known.filter((count) => count > 0);
  const third = (n: number): number => some[Math.ceil((n * some.length) / 3) - 1]!;
  const segments: Segment[] = known.length > some.length ? [{ name: 'new', from: 0, to: 0 }] : [];
  let from = 1;
  for (const [n, name] of (['few', 'some', 'many'] as const).entries()) {
    const to = some.length > 0 ? third(n + 1) : 0;
    if (to < from) continue;
    segments.push({ name, from, to });
    from = to + 1;
  }
  return segments;
}
