import type { ErrorTexts } from './types.ts';

/** Notices about the quotes of delimited text. */
export const importQuotesErrors = {
  en: {
    'import.quotes-as-text':
      'The quotes in the file don’t come out even, so they were read as text: {count} of the first lines {count|has|have} a value that begins with one; the first is line {line}: {text}. If they enclose values, import again and name the quote.',
  },
  zh: {
    'import.quotes-as-text':
      '文件中的引号无法配对，已作为文字读取：开头部分有 {count} 行的值以引号开头；第一行是第 {line} 行：{text}。如果引号用于包住值，请指定引号后重新导入。',
  },
} satisfies ErrorTexts;
