import type { PropertyFilter } from '../contract/population.ts';
import type { Texts } from '../i18n/texts.ts';
import type { Pattern, Step } from './event-patterns.ts';
import { isOpen } from './event-patterns.ts';

/** A list as a sentence has it: `a, b or c`. */
export const orList = (parts: readonly string[], { language }: Texts): string =>
  new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'disjunction' }).format(parts);

/** A filter in words: `country is DE or FR`. */
export function filterText({ property, is, values = [] }: PropertyFilter, texts: Texts): string {
  const words = `${texts.property(property)} ${texts.t(`compare.${is}`)}`;
  if (isOpen({ property, is, values })) return `${words} …`;
  return values.length > 0 ? `${words} ${orList(values.map(String), texts)}` : words;
}

/** A step by its name, else by its events. */
export const stepText = ({ name, events }: Step, texts: Texts): string =>
  name || (events.length > 0 ? orList(events, texts) : texts.t('pattern.any'));

/** A pattern whole: its events, and its filters in brackets. */
export function patternText({ events, where }: Pattern, texts: Texts): string {
  const named = events.length > 0 ? orList(events, texts) : texts.t('pattern.any');
  const filters = where.map((filter) => filterText(filter, texts));
  return filters.length > 0 ? `${named} (${filters.join(', ')})` : named;
}
