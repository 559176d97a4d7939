import { normalQuantile } from '../../core/statistics.ts';
import type { Estimate } from './effects.ts';
import type { Params } from './params.ts';
import type { Comparison, Verdict } from './result.ts';
import { alwaysValid } from './sequential.ts';

/** Fewer users in either variant, and no approximation holds. */
const FEWEST_USERS = 30;
/** Waiting longer than this multiple of the time so far is no advice. */
const MOST_PATIENCE = 50;

type Open = Omit<Comparison, 'verdict' | 'daysMore'>;

const decidingP = (
  { p, holm, bh }: { p: number; holm: number; bh: number },
  correction: Params['correction'],
): number => (correction === 'holm' ? holm : correction === 'bh' ? bh : p);

/** Whether the chosen method calls the difference real. */
function isDecided(comparison: Open, { method, correction, alpha }: Params): boolean {
  const { chance } = comparison.bayesian;
  if (method === 'bayesian') return chance > 1 - alpha / 2 || chance < alpha / 2;
  return decidingP(method === 'sequential' ? comparison.sequential : comparison, correction) < alpha;
}

function verdictOf(comparison: Open, users: number, params: Params): Verdict {
  if (users < FEWEST_USERS) return 'too-few';
  if (!isDecided(comparison, params)) return 'undecided';
  return comparison.difference > 0 === params.lowerIsBetter ? 'worse' : 'better';
}

/** By how much the users must multiply until the difference would be decided, if it stayed as it is. */
function growthNeeded(difference: number, error: number, users: number, { method, alpha, nStar }: Params): number {
  const decidedAt = (growth: number): boolean => {
    const smaller = error / Math.sqrt(growth);
    if (method !== 'sequential') return Math.abs(difference) > normalQuantile(1 - alpha / 2) * smaller;
    return alwaysValid(difference, smaller, users * growth, nStar, alpha).p < alpha;
  };
  let growth = 1;
  while (growth <= MOST_PATIENCE && !decidedAt(growth)) growth *= 1.02;
  return growth;
}

/** Each comparison with its verdict, and how many days more would decide it at this rate of users. */
export function verdictsOf(
  comparisons: readonly Open[],
  estimates: readonly Estimate[],
  names: readonly string[],
  control: number,
  days: number,
  params: Params,
): Comparison[] {
  const a = estimates[control];
  return comparisons.map((comparison) => {
    const b = estimates[names.indexOf(comparison.variant)]!;
    const verdict = verdictOf(comparison, Math.min(a!.users, b.users), params);
    if (verdict !== 'undecided' || days === 0) return { ...comparison, verdict, daysMore: null };
    const error = Math.sqrt(a!.variance + b.variance);
    const growth = growthNeeded(comparison.difference, error, a!.users + b.users, params);
    return {
      ...comparison,
      verdict,
      daysMore: growth > MOST_PATIENCE ? null : Math.max(1, Math.ceil((growth - 1) * days)),
    };
  });
}
