import type { Proportion, Translate } from '../../contract/analysis.ts';
import type { EngagementResult } from './result.ts';
import type { TextKey } from './texts.ts';

/** Of the sessions, how many bounce. */
export function proportion({ bounced, sessions }: EngagementResult, text: Translate<TextKey>): Proportion | null {
  return sessions === 0 ? null : { name: text('proportion'), hits: bounced, trials: sessions, repeated: true };
}
