import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'ridge',
  tasks: ['regression'],
  params: v.object({
    alpha: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 1),
  }),
  search: { alpha: { from: 1e-3, to: 1e4, log: true } },
  inputs: { scaled: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Ridge regression',
      about: 'Linear regression that keeps weights small: steady where columns resemble each other.',
      'param.alpha': 'Strength of the penalty',
    },
    zh: {
      title: '岭回归',
      about: '使权重保持较小的线性回归：在各列相似时依然稳定。',
      'param.alpha': '惩罚强度',
    },
  },
});
