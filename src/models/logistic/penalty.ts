import type { Training } from '../linear-core/training.ts';

/** The penalties of the mean loss: l2 ‖w‖² / 2 + l1 ‖w‖₁ over the coefficients; the intercepts go free. */
export interface Penalty {
  l1: number;
  l2: number;
}

export interface PenaltyParams {
  penalty: 'l2' | 'l1' | 'elasticnet' | 'none';
  c: number;
  l1Ratio: number;
}

/** scikit-learn's objective is C Σ loss + penalty: divided by C Σ weights it is the mean loss and this. */
export function penaltyOf({ penalty, c, l1Ratio }: PenaltyParams, { total }: Training): Penalty {
  if (penalty === 'none') return { l1: 0, l2: 0 };
  const share = penalty === 'l2' ? 0 : penalty === 'l1' ? 1 : l1Ratio;
  const strength = 1 / (c * total);
  return { l1: strength * share, l2: strength * (1 - share) };
}

/** Whether a parameter is an intercept, which no penalty touches. */
export const isIntercept = (at: number, columns: number): boolean => at % (columns + 1) === columns;
