import type { Translate } from '../../contract/analysis.ts';
import { featureName } from '../../features/study/words.ts';
import type { ClassifyResult } from './result.ts';
import type { TextKey } from './texts.ts';

/** The features of a log that may change, as the page calls them. */
export const words = ({ legend }: ClassifyResult, text: Translate<TextKey>): Record<string, string> =>
  Object.fromEntries(legend.map(({ name }) => [`option.actionable.${name}`, featureName(name, legend, text)]));
