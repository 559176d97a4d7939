import { words } from '../shared/words.ts';

export const texts = {
  en: {
    ...words.en,
    title: 'Drop columns',
    about: 'Leaves out columns that are not needed.',
    'param.columns': 'Columns to drop',
    step: 'Drop {columns}',
  },
  zh: {
    ...words.zh,
    title: '删除列',
    about: '去掉不需要的列。',
    'param.columns': '要删除的列',
    step: '删除列 {columns}',
  },
} as const;

export type TextKey = keyof typeof texts.en;
