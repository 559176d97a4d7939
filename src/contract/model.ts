import type { Backend } from './workers.ts';

/** What a reader must know before trusting a model. */
export interface ModelCard {
  /** The analysis that made it, and the parameters it ran with. */
  analysis: string;
  params: unknown;
  seed: number;
  /** What it was trained and tested on, in the analysis's own terms (cutoffs, counts). */
  data: Record<string, string | number>;
  metrics: Record<string, number>;
  baseline: Record<string, number>;
  backend: Backend;
}

/** A fitted model as plain data: kept, exported and loaded again without loss. */
export interface SavedModel {
  kind: string;
  card: ModelCard;
  /** Whatever the estimator needs to predict again; JSON. */
  state: unknown;
  /** The table of scores that belongs to it, if any. */
  scores?: string;
}
