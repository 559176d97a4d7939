import type { SegmentName } from './map.ts';
import type { Params } from './params.ts';

export interface SegmentRow {
  segment: SegmentName;
  users: number;
  share: number;
  /** Sum of amounts; null without amounts. */
  value: number | null;
  /** Of all amounts; null where these do not sum to more than 0. */
  shareOfValue: number | null;
  /** Medians over the segment's users; null for an empty one. */
  recencyDays: number | null;
  frequency: number | null;
  monetary: number | null;
}

export interface CellRow {
  r: number;
  f: number;
  users: number;
  monetary: number | null;
}

export interface RfmResult {
  users: number;
  /** All eleven, the best first. */
  segments: SegmentRow[];
  /** The cells that hold a user. */
  cells: CellRow[];
  /** The borders between scores, ascending. Recency in days: up to the first is the best score. */
  cuts: { recency: number[]; frequency: number[]; monetary: number[] | null };
  definition: Params & { asOf: string; zone: string; valuedOnly: boolean };
}
