import type { Numbers } from './checks.ts';
import { ratesOf, type Confusion, type Rates } from './confusion.ts';
import { rankingOf, totals, type Ranking } from './ranking.ts';

/** What a wrong decision costs: a yes to a negative (contacted in vain), a no to a positive (lost). */
export interface Costs {
  falsePositive: number;
  falseNegative: number;
}

/** By what a threshold is chosen. */
export type ThresholdRule =
  | ({ kind: 'cost' } & Costs)
  /** No more than this share of the rows can be dealt with. */
  | { kind: 'capacity'; share: number }
  /** At least this share of those said yes to must be right. */
  | { kind: 'precision'; least: number }
  | { kind: 'f1' };

/** What decisions cost, and what they would have without a model. */
export interface Money {
  cost: number;
  /** Saying yes to nobody. */
  costOfNone: number;
  /** Saying yes to everybody. */
  costOfAll: number;
  /** Against the cheaper of the two. */
  saved: number;
}

export interface ChosenThreshold extends Rates {
  /** Yes to every score of at least this; Infinity: to none, where no threshold is good enough. */
  threshold: number;
  confusion: Confusion;
  /** Share of the rows said yes to. */
  share: number;
  /** Where costs are known. */
  money?: Money;
}

const costOf = ({ fp, fn }: Confusion, { falsePositive, falseNegative }: Costs): number =>
  fp * falsePositive + fn * falseNegative;

/** How good a decision is by a rule, −Infinity where it is none. */
function worth(rule: ThresholdRule, confusion: Confusion): number {
  const { tn, fp, fn, tp } = confusion;
  switch (rule.kind) {
    case 'cost':
      return -costOf(confusion, rule);
    case 'capacity':
      // A share such as 0.1 of 30 rows must not miss the third by rounding.
      return tp + fp <= rule.share * (tn + fp + fn + tp) + 1e-9 ? tp + fp : -Infinity;
    case 'precision':
      return tp > 0 && tp / (tp + fp) >= rule.least ? tp : -Infinity;
    case 'f1':
      return tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn);
  }
}

/** The best decision that a ranking can make; among equals the strictest. */
function best(ranking: Ranking, rule: ThresholdRule): { threshold: number; confusion: Confusion } {
  const all = totals(ranking);
  const none: Confusion = { tn: all.negatives, fp: 0, fn: all.positives, tp: 0 };
  let found = { threshold: Infinity, confusion: none };
  let most = worth(rule, none);
  const now = { ...none };
  for (let at = 0; at < ranking.scores.length; at += 1) {
    now.tp += ranking.positives[at]!;
    now.fn -= ranking.positives[at]!;
    now.fp += ranking.negatives[at]!;
    now.tn -= ranking.negatives[at]!;
    const value = worth(rule, now);
    if (value <= most) continue;
    most = value;
    found = { threshold: ranking.scores[at]!, confusion: { ...now } };
  }
  return found;
}

function moneyOf(confusion: Confusion, costs: Costs): Money {
  const { tn, fp, fn, tp } = confusion;
  const cost = costOf(confusion, costs);
  const costOfNone = (fn + tp) * costs.falseNegative;
  const costOfAll = (tn + fp) * costs.falsePositive;
  return { cost, costOfNone, costOfAll, saved: Math.min(costOfNone, costOfAll) - cost };
}

/**
 * The threshold that suits a rule best, with what it decides: the least cost; as many rows as the capacity allows, a tie wholly or
 * not at all; the most positives found at a precision; the highest F1. Equally good ones: the highest. `costs` give the money of the
 * other rules too. Throws `metrics.wrong-length`, `metrics.not-a-number`.
 */
export function chooseThreshold(
  labels: Numbers,
  p: Numbers,
  by: ThresholdRule,
  costs: Costs | undefined = by.kind === 'cost' ? by : undefined,
): ChosenThreshold {
  const { threshold, confusion } = best(rankingOf(labels, p), by);
  return {
    threshold,
    confusion,
    share: (confusion.tp + confusion.fp) / labels.length,
    ...ratesOf(confusion),
    ...(costs && { money: moneyOf(confusion, costs) }),
  };
}
