import type { ErrorTexts } from './types.ts';

/** Errors of explaining a model. */
export const explainErrors = {
  en: {
    'explain.no-column': 'The model learns from no column “{column}”. Choose one of these: {known}.',
    'explain.no-metric':
      'The metric “{metric}” does not measure this ({task}, {rows} rows). Choose one that fits what was learnt.',
  },
  zh: {
    'explain.no-column': '模型所学的列中没有“{column}”。请从以下列中选择：{known}。',
    'explain.no-metric': '指标“{metric}”不适用于此任务（{task}，{rows} 行）。请选择与学习目标相符的指标。',
  },
} satisfies ErrorTexts;
