export const texts = {
  en: {
    title: 'Derive a column',
    about: 'Adds a column calculated by an SQL expression, or replaces one that is there.',
    'param.name': 'Name',
    'param.expression': 'Expression',
    'help.expression': 'For example "price" * "quantity", or lower("email").',
    step: '{name} = {expression}',
  },
  zh: {
    title: '派生列',
    about: '用 SQL 表达式计算出新的一列，或替换已有的列。',
    'param.name': '列名',
    'param.expression': '表达式',
    'help.expression': '例如 "price" * "quantity"，或 lower("email")。',
    step: '{name} = {expression}',
  },
} as const;

export type TextKey = keyof typeof texts.en;
