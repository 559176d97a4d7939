import { words } from '../shared/words.ts';

export const texts = {
  en: {
    ...words.en,
    title: 'Keep columns',
    about: 'Keeps the columns that you choose and leaves out all others; also those that a later file brings new.',
    'param.columns': 'Columns to keep',
    step: 'Keep only {columns}',
  },
  zh: {
    ...words.zh,
    title: '保留列',
    about: '只保留所选的列，其余全部去掉，包括以后的文件中新出现的列。',
    'param.columns': '要保留的列',
    step: '只保留列 {columns}',
  },
} as const;

export type TextKey = keyof typeof texts.en;
