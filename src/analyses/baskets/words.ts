import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { basketCautions, basketDefinitionText } from '../../features/baskets/words.ts';
import type { BasketsResult } from './result.ts';
import type { TextKey } from './texts.ts';

export type Text = Translate<TextKey>;

/** The space between two sentences. */
export const gap = (text: Text): string => (text.language === 'zh' ? '' : ' ');

/** What every view stands on, with what it adds of its own. */
export function ground(result: BasketsResult, text: Text, more = ''): Pick<View, 'definition' | 'cautions'> {
  const definition = basketDefinitionText(result.about, result.definition, result, text);
  return {
    definition: more === '' ? definition : more + gap(text) + definition,
    cautions: basketCautions(result.about, result.definition, text),
  };
}

export const yesNo = (holds: boolean, text: Text): string => text(holds ? 'yes' : 'no');

/** A name on two lines, so that a bar's label has room for both sides of a rule. */
export const onTwoLines = (left: string, right: string): string => `${left}\n→ ${right}`;

/** The items of a set on two lines: the first, and the others. */
export function setOnTwoLines(items: readonly string[], name: (item: string) => string): string {
  const [first, ...rest] = items.map(name);
  return rest.length > 0 ? `${first}\n+ ${rest.join(' + ')}` : (first ?? '');
}
