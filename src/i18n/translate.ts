import type { Translate } from '../contract/analysis.ts';
import { formatNumber, formatTenths, joinFigures } from './format.ts';
import type { Language } from './format.ts';

type Values = Record<string, string | number>;

const placeholder = /\{(\w+)(?:\|([^|{}]*)\|([^{}]*))?\}/g;

/** A figure before a percent sign, or the lower end of a range before one: `{low} – {high} %`. */
const percentage = /\{(\w+)\}(?= ?%| (?:–|to) \{\w+\} ?%)/g;

/** The percentages of a text, where one of them has a decimal: the others then have one, too. */
function unevenPercentages(template: string, values: Values): Set<string> {
  if (!template.includes('%')) return new Set();
  const names = Array.from(template.matchAll(percentage), (match) => match[1]!);
  const isUneven = names.some((name) => typeof values[name] === 'number' && !Number.isInteger(values[name]));
  return new Set(isUneven ? names : []);
}

/** A space beside a placeholder parts Chinese from figures and Latin letters: of a Chinese value it is left out. */
const seams = (template: string, values: Values): string =>
  template
    .replace(/\{(\w+)\} (?=\p{Script=Han})/gu, (whole, name: string) =>
      /\p{Script=Han}$/u.test(String(values[name] ?? '')) ? `{${name}}` : whole,
    )
    .replace(/(?<=\p{Script=Han}) \{(\w+)\}/gu, (whole, name: string) =>
      /^\p{Script=Han}/u.test(String(values[name] ?? '')) ? `{${name}}` : whole,
    );

/**
 * Fills `{name}` with its value (numbers by `Intl`), and `{n|one|other}` with the word that fits the number `n`.
 * A placeholder without a value stays as it is, so that a missing value is seen.
 */
export function fill(template: string, values: Values, language: Language): string {
  const uneven = unevenPercentages(template, values);
  const filled = seams(template, values).replace(placeholder, (whole, name: string, one?: string, other?: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    if (one !== undefined) return (value === 1 ? one : other) ?? '';
    if (typeof value !== 'number') return value;
    return uneven.has(name) ? formatTenths(value, language) : formatNumber(value, language);
  });
  return joinFigures(filled, language);
}

/** Makes an analysis's `Translate` over its texts in one language. A key without a text is answered with itself. */
export function translator<K extends string>(texts: Partial<Record<K, string>>, language: Language): Translate<K> {
  const translate = (key: K, values: Values = {}) => fill(texts[key] ?? key, values, language);
  return Object.assign(translate, { language });
}
