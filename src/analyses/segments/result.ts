import type { Params } from './params.ts';

export interface FeatureFigure {
  /** The feature's kind, and what it is of: src/features/behaviour.ts. */
  kind: string;
  of: string;
  /** Standardised difference: mean of the segment less that of the rest, over their pooled deviation, on the scale clustered on. */
  difference: number;
  /** Means in the feature's own unit; null for the rest where the segment is everyone. */
  mean: number;
  restMean: number | null;
}

export interface Path {
  events: string[];
  count: number;
  /** Of the segment's sessions (openings), or of its changes from one event to another (transitions). */
  share: number;
  /** The same share over all users. */
  overall: number;
}

export interface Persona {
  /** 1 for the largest; 0 for users who belong to none (DBSCAN's noise). */
  segment: number;
  users: number;
  share: number;
  /** Sum of amounts; null without amounts. */
  value: number | null;
  shareOfValue: number | null;
  /** Mean silhouette of the segment's users in the sample judged. */
  silhouette: number | null;
  /** Every feature, the most distinctive first. */
  features: FeatureFigure[];
  /** The most frequent first three different events of a session. */
  openings: Path[];
  transitions: Path[];
}

export interface Candidate {
  k: number;
  silhouette: number | null;
  daviesBouldin: number | null;
  calinskiHarabasz: number | null;
  gap: number;
  gapError: number;
}

export interface MapPoints {
  /** Two numbers per point, rounded to four digits. */
  points: [x: number, y: number, segment: number][];
  /** Of the variance, along each axis; empty for UMAP. */
  explained: number[];
}

export interface SegmentsResult {
  users: number;
  k: number;
  personas: Persona[];
  candidates: Candidate[];
  /** The k that the gap statistic would take; null where k was not looked for. */
  gapChoice: number | null;
  quality: {
    silhouette: number | null;
    daviesBouldin: number | null;
    calinskiHarabasz: number | null;
    bic: number | null;
  };
  stability: { mean: number; low: number; high: number; rounds: number } | null;
  maps: { pca: MapPoints | null; umap: MapPoints | null };
  /** How many users each step looked at. */
  rows: { candidates: number; fit: number; silhouette: number; stability: number };
  definition: Params & {
    eps: number;
    seed: number;
    zone: string;
    asOf: string;
    sessionGapMinutes: number | null;
    used: number;
    constant: number;
  };
}
