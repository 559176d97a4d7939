import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'lasso',
  tasks: ['regression'],
  params: v.object({
    alpha: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 1),
    tolerance: v.optional(v.pipe(v.number(), v.minValue(1e-15), v.maxValue(1)), 1e-10),
    maxIterations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 10_000),
  }),
  search: { alpha: { from: 1e-4, to: 10, log: true } },
  inputs: { scaled: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Lasso',
      about: 'Linear regression that sets the weights of columns that say little to zero.',
      'param.alpha': 'Strength of the penalty',
      'param.tolerance': 'Tolerance',
      'param.maxIterations': 'Passes at most',
    },
    zh: {
      title: '套索回归（Lasso）',
      about: '将信息很少的列的权重置零的线性回归。',
      'param.alpha': '惩罚强度',
      'param.tolerance': '容差',
      'param.maxIterations': '最大遍历次数',
    },
  },
});
