import { words } from '../shared/words.ts';

export const texts = {
  en: {
    ...words.en,
    title: 'Trim',
    about: 'Cuts blanks off both ends of texts: spaces of every width, tabs, line ends, invisible ones.',
    'param.columns': 'Columns',
    'help.columns': 'None chosen: every text column.',
    'param.inner': 'Blanks within become one space',
    'param.empty': 'What is left empty',
    'option.empty.keep': 'stays empty text',
    'option.empty.missing': 'becomes missing',
    step: 'Trim {columns}',
    'step.all': 'Trim every text column',
  },
  zh: {
    ...words.zh,
    title: '去除空白',
    about: '去掉文本两端的空白：各种宽度的空格、制表符、换行以及不可见空白。',
    'param.columns': '列',
    'help.columns': '不选则处理所有文本列。',
    'param.inner': '中间的连续空白合并为一个空格',
    'param.empty': '去除后为空的文本',
    'option.empty.keep': '保留为空文本',
    'option.empty.missing': '视为缺失',
    step: '去除 {columns} 的空白',
    'step.all': '去除所有文本列的空白',
  },
} as const;

export type TextKey = keyof typeof texts.en;
