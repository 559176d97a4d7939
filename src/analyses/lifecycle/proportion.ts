import type { Proportion, Translate } from '../../contract/analysis.ts';
import { spoken } from './spoken.ts';
import type { LifecycleResult } from './result.ts';
import type { TextKey } from './texts.ts';

/** Of the users active in the period before, how many are active again in the one that the first sentence tells of. */
export function proportion(result: LifecycleResult, text: Translate<TextKey>): Proportion | null {
  const period = spoken(result);
  if (!period || period.returning + period.dormant === 0) return null;
  const unit = text(`option.period.${result.definition.period}`);
  return {
    name: text('proportion', { unit, period: period.period }),
    hits: period.returning,
    trials: period.returning + period.dormant,
  };
}
