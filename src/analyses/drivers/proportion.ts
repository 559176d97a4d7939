import type { Proportion, Translate } from '../../contract/analysis.ts';
import type { DriversResult } from './result.ts';
import type { TextKey } from './texts.ts';
import { goalName } from './views.ts';

/** Of the users observed long enough, how many reached the goal. */
export function proportion(result: DriversResult, text: Translate<TextKey>): Proportion | null {
  const { reached: hits, users: trials } = result;
  return trials === 0 ? null : { name: text('proportion', { goal: goalName(result, text) }), hits, trials };
}
