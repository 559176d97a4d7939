import type { Reason, Source } from '../../core/recommendation-reason.ts';
import type { Params } from './params.ts';

/** What a list of k items is worth, averaged over the users who were asked: src/recommenders/evaluation/README.md. */
export const metricKeys = [
  'recall',
  'recallCapped',
  'precision',
  'ndcg',
  'map',
  'mrr',
  'hit',
  'coverage',
  'novelty',
  'diversity',
  'gini',
] as const;
export type MetricKey = (typeof metricKeys)[number];
/** Null where there was nobody to ask. */
export type Metrics = Record<MetricKey, number | null>;

/** NDCG of one recommender less that of another, user by user. */
export interface Difference {
  difference: number;
  low: number;
  high: number;
  p: number;
}

/** Users who had alike many items when they were asked. */
export interface SegmentRow {
  name: 'new' | 'few' | 'some' | 'many';
  users: number;
  /** Items that they had. */
  from: number;
  to: number;
  metrics: Metrics;
}

export interface AlgorithmRow {
  algorithm: string;
  params: Record<string, unknown>;
  /** Users asked, in the first repeat. */
  users: number;
  /** Means over the repeats. */
  metrics: Metrics;
  /** Standard deviation over the repeats; null where all was done once. */
  sd: Metrics | null;
  /** 95 % of the mean NDCG, by the users of all repeats. */
  interval: { low: number; high: number } | null;
  /** Null for popularity itself, and for the best itself. */
  toPopularity: Difference | null;
  toBest: Difference | null;
  /** Of ratings that were held out; null where it foretells none. */
  rmse: number | null;
  mae: number | null;
  segments: SegmentRow[];
  /** Training and judging, on average. */
  seconds: number;
}

/** What logged exposures with known propensities say that showing these lists would have brought. */
export interface OffPolicy {
  ips: number;
  snips: number;
  dr: number;
  /** Of the log as it was. */
  logged: number;
  /** 95 % of `dr`. */
  low: number;
  high: number;
  /** Exposures that weigh: as many as these would equal. */
  ess: number;
  n: number;
  /** Different items that were shown: it chose among these. */
  actions: number;
}

export interface ListedItem {
  user: string;
  rank: number;
  item: string;
  title: string | null;
  score: number;
  source: Source;
  reason: string;
  why: Reason;
}

/** An item by how often it is recommended. */
export interface OfferedItem {
  item: string;
  title: string | null;
  lists: number;
  users: number;
}

/** What was learnt from and what was not. */
export interface LeftOut {
  /** Of the project's: users and items in all, and those without any interaction that counts. */
  people: number;
  withoutInteractions: number;
  catalogue: number;
  neverHad: number;
  /** Items that somebody had of which the model learnt nothing, and their share of the events. */
  unlearnt: { items: number; events: number };
}

export interface RecommendResult {
  algorithm: string;
  /** With interactions. */
  users: number;
  items: number;
  interactions: number;
  metrics: Metrics;
  popularity: Metrics;
  /** Length of the lists. */
  k: number;
  seed: number;
  split: { kind: string; train: number; validation: number; test: number; cutoff: number | null; repeats: number };
  /** The best NDCG first. */
  rows: AlgorithmRow[];
  /** Those that can't be told from the best one by this test, itself among them. */
  best: { algorithm: string; tied: string[] } | null;
  recommended: {
    users: number;
    rows: number;
    bySource: Record<Source, number>;
    /** Users by where their lists come from. */
    usersBySource: Record<Source, number>;
    items: number;
    gini: number | null;
    /** Of the places in the lists and of the interactions: those of the most frequent tenth of the items. */
    top: { lists: number; interactions: number };
    most: OfferedItem[];
  };
  lists: ListedItem[];
  neighbours: { items: number; rows: number };
  model: { kept: boolean; megabytes: number };
  offPolicy: OffPolicy | null;
  leftOut: LeftOut;
  seconds: number;
  definition: Params;
  /** The ratings are those of the reviews. */
  isReviews: boolean;
  zone: string;
}
