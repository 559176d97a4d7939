import type { ErrorTexts } from './types.ts';

/** Errors about writing files. */
export const exportErrors = {
  en: {
    'export.unencodable': 'The encoding {encoding} has no “{character}”. Export as UTF-8, which has every character.',
  },
  zh: {
    'export.unencodable': '编码 {encoding} 中没有字符“{character}”。请导出为 UTF-8，它包含所有字符。',
  },
} satisfies ErrorTexts;
