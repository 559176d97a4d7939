import type { ErrorTexts } from './types.ts';

/** Errors of what a model is given to learn from. */
export const linearErrors = {
  en: {
    'model.bad-class':
      'The label in row {row} is {value}; a class must be a whole number from 0. Number the classes 0, 1, 2 and so on.',
    'model.bad-target':
      'The value to be learnt in row {row} is {value}; it must be a number. Fill it in or leave the row out.',
    'model.bad-weight': 'The weight of row {row} is {value}; it must be 0 or more. Correct it or leave the row out.',
    'model.negative-count':
      'Column “{column}” holds {value} in row {row}, and this model counts: values must be 0 or more. Leave the column out, or scale it from 0 to 1.',
  },
  zh: {
    'model.bad-class': '第 {row} 行的标签是 {value}；类别必须是从 0 开始的整数。请将类别编号为 0、1、2 等。',
    'model.bad-target': '第 {row} 行要学习的值是 {value}；它必须是数字。请补全该值或去掉该行。',
    'model.bad-weight': '第 {row} 行的权重是 {value}；它必须大于或等于 0。请更正或去掉该行。',
    'model.negative-count':
      '列“{column}”第 {row} 行的值为 {value}，而此模型按计数学习：值必须大于或等于 0。请去掉该列，或将其缩放到 0 至 1。',
  },
} satisfies ErrorTexts;
