import type { ErrorTexts } from './types.ts';

/** Errors of making numbers of columns for a model. */
export const pipelineErrors = {
  en: {
    'pipeline.no-columns':
      'No column is left to learn from: each is the same in every row, or names rows ({dropped}). Add other features or widen the data.',
    'pipeline.missing-column':
      'The model was trained with the column “{column}”, which this table lacks. Add the column, or train the model again.',
    'pipeline.wrong-kind':
      'The model was trained with “{column}” as a {expected}, and here it is a {found}. Convert the column, or train the model again.',
  },
  zh: {
    'pipeline.no-columns':
      '没有可供学习的列：每一列要么各行相同，要么只是行的标识（{dropped}）。请添加其他特征或扩大数据范围。',
    'pipeline.missing-column': '训练此模型时用到了列“{column}”，而此表中没有。请补上该列，或重新训练模型。',
    'pipeline.wrong-kind':
      '训练此模型时列“{column}”的类型是 {expected}，此处却是 {found}。请转换该列，或重新训练模型。',
  },
} satisfies ErrorTexts;
