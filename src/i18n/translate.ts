import type { Translate } from '../contract/analysis.ts';
import { formatNumber } from './format.ts';
import type { Language } from './format.ts';

const placeholder = /\{(\w+)(?:\|([^|{}]*)\|([^{}]*))?\}/g;

/**
 * Fills `{name}` with its value (numbers by `Intl`), and `{n|one|other}` with the word that fits the number `n`.
 * A placeholder without a value stays as it is, so that a missing value is seen.
 */
export function fill(template: string, values: Record<string, string | number>, language: Language): string {
  return template.replace(placeholder, (whole, name: string, one?: string, other?: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    if (one !== undefined) return (value === 1 ? one : other) ?? '';
    return typeof value === 'number' ? formatNumber(value, language) : value;
  });
}

/** Makes an analysis's `Translate` over its texts in one language. A key without a text is answered with itself. */
export function translator<K extends string>(texts: Partial<Record<K, string>>, language: Language): Translate<K> {
  const translate = (key: K, values: Record<string, string | number> = {}) => fill(texts[key] ?? key, values, language);
  return Object.assign(translate, { language });
}
