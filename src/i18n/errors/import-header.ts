import type { ErrorTexts } from './types.ts';

/** Notices about the names of columns: whether there are any, and where they come again. */
export const importHeaderErrors = {
  en: {
    'import.header-guessed':
      'The first record was taken for the names of the columns, though it looks like the records below: {text}. If it is data, import again without a header.',
    'import.first-record-guessed':
      'The first record was taken for data, as it looks like the records below: {text}. If it names the columns, import again with a header.',
    'import.repeated-header':
      'The header comes again {count} {count|time|times}, on {count|line|lines} {where}. These lines were passed over, and the records below them belong to the same table.',
  },
  zh: {
    'import.header-guessed':
      '第一条记录已作为列名，但它与下面的记录相似：{text}。如果它是数据，请选择“无表头”后重新导入。',
    'import.first-record-guessed':
      '第一条记录与下面的记录相似，已作为数据：{text}。如果它是列名，请选择“有表头”后重新导入。',
    'import.repeated-header': '表头又出现了 {count} 次，位于第 {where} 行。这些行已跳过，其下的记录属于同一张表。',
  },
} satisfies ErrorTexts;
