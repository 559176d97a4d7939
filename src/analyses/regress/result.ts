import type { StudyResult } from '../../contract/learning.ts';
import type { LearningAbout } from '../../core/learning.ts';
import type { Params } from './params.ts';

/** One of up to ten equal groups of the rows by prediction, the highest first. */
export interface Decile {
  decile: number;
  /** Rows scored now. */
  rows: number;
  /** Their mean prediction. */
  predicted: number;
  /** In the same group of the rows it was judged on: the mean of what came. */
  observed: number | null;
}

export interface RegressResult extends StudyResult {
  /** Of the labelled rows. */
  label: { mean: number; sd: number; median: number };
  deciles: Decile[];
  /** Predicted and observed out of fold: a sample of at most 1,000 rows. */
  points: { predicted: number; observed: number }[];
  /** Rows in the table `regress_scores`, and their predictions added up. */
  scores: { rows: number; sum: number };
  /** What was asked, and of what. */
  definition: Params;
  about: LearningAbout;
}
