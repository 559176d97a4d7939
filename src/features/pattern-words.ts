import type { Comparison, EventPattern, PropertyFilter } from '../contract/population.ts';

/** Event patterns in words, for the definition that stands under every chart. */

type Language = 'en' | 'zh';

const COMPARISONS: Record<Language, Record<Comparison, string>> = {
  en: {
    is: 'is',
    isNot: 'is not',
    contains: 'contains',
    notContains: 'does not contain',
    greater: 'is greater than',
    atLeast: 'is at least',
    less: 'is less than',
    atMost: 'is at most',
    isSet: 'is set',
    isNotSet: 'is not set',
  },
  zh: {
    is: '为',
    isNot: '不为',
    contains: '包含',
    notContains: '不包含',
    greater: '大于',
    atLeast: '不小于',
    less: '小于',
    atMost: '不大于',
    isSet: '有值',
    isNotSet: '无值',
  },
};

const WORDS = {
  en: {
    any: 'any event',
    named: (name: string) => `“${name}”`,
    or: ' or ',
    where: ' where ',
    and: ' and ',
    space: ' ',
  },
  zh: { any: '任意事件', named: (name: string) => `“${name}”`, or: '或', where: '，且', and: '、', space: ' ' },
} as const;

/** A filter in words: `country is DE or FR`. */
export function filterWords({ property, is, values = [] }: PropertyFilter, language: Language): string {
  const words = WORDS[language];
  const comparison = `${property}${words.space}${COMPARISONS[language][is]}`;
  const compared = is === 'isSet' || is === 'isNotSet' ? [] : values.map(String);
  return compared.length > 0 ? comparison + words.space + compared.join(words.or) : comparison;
}

/** A pattern in words: `“buy” or “add” where country is DE`. */
export function patternWords({ events, where = [] }: EventPattern, language: Language): string {
  const words = WORDS[language];
  const named = events.length > 0 ? events.map(words.named).join(words.or) : words.any;
  if (where.length === 0) return named;
  return named + words.where + where.map((filter) => filterWords(filter, language)).join(words.and);
}
