import type { ErrorTexts } from './types.ts';

/** Errors of cleaning steps whose parameters contradict the table. */
export const recipeErrors = {
  en: {
    'recipe.missing-parameter':
      'The step “{operation}” needs its parameter “{param}”, which is empty. Fill it in, or remove the step.',
    'recipe.missing-column':
      'The step reads the column “{column}”, which the table “{table}” does not have. Choose another column.',
    'recipe.bad-name':
      '“{name}” cannot be the name of a column: it is empty, kept for Behold’s own use, or holds a NUL character. Choose another name.',
    'recipe.name-taken':
      'The new column cannot be called “{name}”: there is a column “{taken}” already, and capitals make no difference. Choose another name.',
  },
  zh: {
    'recipe.missing-parameter': '步骤“{operation}”缺少参数“{param}”。请填写，或移除该步骤。',
    'recipe.missing-column': '该步骤要读取列“{column}”，但表“{table}”中没有这一列。请选择其他列。',
    'recipe.bad-name': '“{name}”不能用作列名：它为空、为 Behold 保留，或含有 NUL 字符。请换一个名称。',
    'recipe.name-taken': '新列不能叫“{name}”：已经有列“{taken}”（不区分大小写）。请换一个名称。',
  },
} satisfies ErrorTexts;
