import { words } from '../shared/words.ts';

export const texts = {
  en: {
    ...words.en,
    title: 'Remove duplicates',
    about: 'Of rows that are the same in all columns, or in those that you choose, leaves one.',
    'param.columns': 'Same in these columns',
    'help.columns': 'None chosen: all columns. For a log often user, time and event.',
    'param.keep': 'The one that stays',
    'option.keep.first': 'the first in the file',
    'option.keep.last': 'the last in the file',
    'figure.sets': 'Sets of duplicates',
    'figure.most': 'Rows in the largest set',
    step: 'Remove duplicates by {columns}',
    'step.last': 'Remove duplicates by {columns}, keeping the last',
    'step.all': 'Remove exact duplicates',
    'step.all.last': 'Remove exact duplicates, keeping the last',
  },
  zh: {
    ...words.zh,
    title: '去除重复行',
    about: '在所有列（或您选择的列）都相同的行中，只保留一行。',
    'param.columns': '按这些列判断相同',
    'help.columns': '不选则比较所有列。行为日志通常选用户、时间和事件。',
    'param.keep': '保留哪一行',
    'option.keep.first': '文件中的第一行',
    'option.keep.last': '文件中的最后一行',
    'figure.sets': '重复组数',
    'figure.most': '最大一组的行数',
    step: '按 {columns} 去除重复行',
    'step.last': '按 {columns} 去除重复行，保留最后一行',
    'step.all': '去除完全重复的行',
    'step.all.last': '去除完全重复的行，保留最后一行',
  },
} as const;

export type TextKey = keyof typeof texts.en;
