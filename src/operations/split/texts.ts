import { words } from '../shared/words.ts';

export const texts = {
  en: {
    ...words.en,
    title: 'Split a column',
    about: 'Cuts a text at a separator; its pieces become columns of their own, and the last one takes the rest.',
    'param.column': 'Column',
    'param.separator': 'Separator',
    'param.regex': 'The separator is a regular expression',
    'param.into': 'Names of the new columns',
    'param.keep': 'The column itself stays',
    'figure.fewer': 'Texts with fewer pieces',
    'figure.more': 'Texts with more pieces',
    step: 'Split {column} at “{separator}” into {columns}',
  },
  zh: {
    ...words.zh,
    title: '拆分列',
    about: '按分隔符切开文本，各部分成为新列，最后一列包含余下的全部。',
    'param.column': '列',
    'param.separator': '分隔符',
    'param.regex': '分隔符是正则表达式',
    'param.into': '新列的名称',
    'param.keep': '保留原列',
    'figure.fewer': '部分数不足的文本',
    'figure.more': '部分数超出的文本',
    step: '按“{separator}”将 {column} 拆分为 {columns}',
  },
} as const;

export type TextKey = keyof typeof texts.en;
