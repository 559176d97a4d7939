import type { StudyResult, Unreached } from '../../contract/learning.ts';
import type { BandPoint, CalibrationBin } from '../../core/metrics.ts';
import type { LearningAbout } from '../../core/learning.ts';
import type { Params } from './params.ts';

export interface Threshold {
  by: string;
  value: number;
  confusion: { tp: number; fp: number; fn: number; tn: number };
  precision: number;
  recall: number;
  /** Of all rows, how many are above. */
  share: number;
  /** What acting above the threshold costs in all, what acting on nobody and on everybody would. */
  cost: { chosen: number; nobody: number; everybody: number };
}

/** One of up to ten equal groups of the rows by prediction, the highest first. */
export interface Decile {
  decile: number;
  /** Rows scored now. */
  rows: number;
  /** Their mean prediction. */
  predicted: number;
  /** In the same group of the rows it was judged on: the share of label 1. */
  observed: number | null;
}

export interface ClassifyResult extends StudyResult {
  /** Share of label 1 in the rows judged; of the most frequent class where there are several. */
  prevalence: number;
  /** By number. Of two, the second is the one foretold. */
  classes: string[];
  /** Of the rows judged, out of fold; empty for several classes. */
  curve: { roc: BandPoint[]; pr: BandPoint[]; calibration: CalibrationBin[]; lift: BandPoint[]; gain: BandPoint[] };
  threshold: Threshold | null;
  costs: { action: number; miss: number };
  /** Of the rows that `counterfactuals` was asked for, those that it has nothing for. */
  unreached: Unreached[];
  deciles: Decile[];
  /** Rows by true class, columns by class said, out of fold. */
  confusion: number[][];
  /** Rows in the table `classify_scores`, and how many of them are above the threshold; the value at stake there. */
  scores: {
    rows: number;
    above: number;
    atStake: number | null;
    /** Of several classes: how many rows each is the likeliest of. */
    said: number[];
  };
  /** What was asked, and of what. */
  definition: Params;
  about: LearningAbout;
}
