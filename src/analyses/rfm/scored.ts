import type { Table } from 'apache-arrow';
import { ascending } from '../../core/ascending.ts';
import { numbers } from '../../core/columns.ts';
import type { SegmentName } from './map.ts';
import { segmentOf, segments } from './map.ts';
import type { Params } from './params.ts';
import { quantileScores } from './scores.ts';

/** Every user's figures and scores, in the order of the table's rows. */
export interface Scored {
  recency: Float64Array;
  frequency: Float64Array;
  monetary: Float64Array;
  /** The users from the least of each figure on. */
  orders: { recency: Uint32Array; frequency: Uint32Array; monetary: Uint32Array };
  r: Uint8Array;
  f: Uint8Array;
  /** Null without amounts. */
  m: Uint8Array | null;
  /** Places in the list of segments. */
  segment: Uint8Array;
  cuts: { recency: number[]; frequency: number[]; monetary: number[] | null };
}

const places = new Map<SegmentName, number>(segments.map((name, place) => [name, place]));

/** Scores by quantiles over all users: the most recent, most frequent and most valuable have the highest. */
export function scoredUsers(users: Table, hasAmounts: boolean, { groups, ties, second }: Params): Scored {
  const [recency, frequency, monetary] = ['recency', 'frequency', 'monetary'].map((name) => numbers(users, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const orders = { recency: ascending(recency), frequency: ascending(frequency), monetary: ascending(monetary) };
  const away = quantileScores(recency, orders.recency, groups, ties);
  const r = away.scores.map((score) => groups + 1 - score);
  const often = quantileScores(frequency, orders.frequency, groups, ties);
  const much = hasAmounts ? quantileScores(monetary, orders.monetary, groups, ties) : null;
  const segment = Uint8Array.from(r, (score, user) => {
    const f = often.scores[user]!;
    const axis = second === 'both' && much ? (f + much.scores[user]!) / 2 : f;
    return places.get(segmentOf(score, axis, groups))!;
  });
  const cuts = {
    recency: away.cuts,
    frequency: often.cuts,
    monetary: much?.cuts ?? null,
  };
  return { recency, frequency, monetary, orders, r, f: often.scores, m: much?.scores ?? null, segment, cuts };
}
