import type { View } from '../../contract/view.ts';
import { breakdownView } from './breakdown-view.ts';
import { cohortView } from './cohort-view.ts';
import { curveView } from './curve-view.ts';
import type { RetentionResult } from './result.ts';
import { survivalView } from './survival-view.ts';
import { usageView } from './usage-view.ts';
import type { Text } from './words.ts';

/** The curve of all cohorts, the triangle behind it, the breakdown where one is asked for, and the two views without cohorts. */
export function views(result: RetentionResult, text: Text): View[] {
  if (result.cohorts.length === 0) return [curveView(result, text)];
  return [
    curveView(result, text),
    cohortView(result, text),
    ...(result.groups.length > 0 ? [breakdownView(result, text)] : []),
    survivalView(result, text),
    usageView(result, text),
  ];
}
