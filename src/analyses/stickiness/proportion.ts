import type { Proportion, Translate } from '../../contract/analysis.ts';
import type { StickinessResult } from './result.ts';
import type { TextKey } from './texts.ts';

/** Of the users of a period, how many were active in two intervals of it at least. */
export function proportion({ bins, total, definition }: StickinessResult, text: Translate<TextKey>): Proportion | null {
  if (total === 0) return null;
  const { interval, within } = definition;
  const values = { unit: text(`option.interval.${interval}`), period: text(`option.within.${within}`) };
  const isLog = within === 'log';
  return {
    name: text(isLog ? 'proportion.log' : 'proportion', values),
    hits: bins[1]?.atLeast ?? 0,
    trials: total,
    repeated: !isLog,
  };
}
