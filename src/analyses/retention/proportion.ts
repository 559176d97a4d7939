import type { Proportion } from '../../contract/analysis.ts';
import type { RetentionResult } from './result.ts';
import type { Text } from './words.ts';
import { unitWord } from './words.ts';

/** Of those observable in the first period after the start, how many came back: all cohorts pooled, whatever average is chosen. */
export function proportion({ definition, total, periods }: RetentionResult, text: Text): Proportion | null {
  const cell = total[1];
  if (!cell || cell.rate === null) return null;
  const values = { unit: unitWord(definition, text), index: periods[1]!, kind: text(`kind.${definition.kind}`) };
  return {
    name: text('proportion', values),
    hits: cell.returned,
    trials: cell.observable,
    repeated: definition.cohort === 'recurring',
  };
}
