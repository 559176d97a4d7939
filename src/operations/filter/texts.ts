export const texts = {
  en: {
    title: 'Filter rows',
    about: 'Keeps the rows for which a condition in SQL is true, or drops them.',
    'param.condition': 'Condition',
    'help.condition':
      'For example "amount" > 0 AND "country" = \'DE\'. Where a value is missing, the condition is not true.',
    'param.action': 'Rows for which it is true',
    'option.action.keep': 'are kept',
    'option.action.drop': 'are dropped',
    'figure.unknown': 'Rows for which the condition is unknown',
    keep: 'Keep rows where {condition}',
    drop: 'Drop rows where {condition}',
  },
  zh: {
    title: '筛选行',
    about: '保留（或删除）满足某个 SQL 条件的行。',
    'param.condition': '条件',
    'help.condition': '例如 "amount" > 0 AND "country" = \'DE\'。值缺失时条件不成立。',
    'param.action': '满足条件的行',
    'option.action.keep': '保留',
    'option.action.drop': '删除',
    'figure.unknown': '条件无法判断的行',
    keep: '保留满足 {condition} 的行',
    drop: '删除满足 {condition} 的行',
  },
} as const;

export type TextKey = keyof typeof texts.en;
