import type { ErrorTexts } from './types.ts';

export const importLongErrors = {
  en: {
    'import.reason.too-long':
      'A single line of it is longer than 32 MB. Shorten or remove that cell to load the record.',
  },
  zh: {
    'import.reason.too-long': '其中一行超过 32 MB。请缩短或移除该单元格后重新导入。',
  },
} satisfies ErrorTexts;
