import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'elastic-net',
  tasks: ['regression'],
  params: v.object({
    alpha: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 1),
    l1Ratio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
    tolerance: v.optional(v.pipe(v.number(), v.minValue(1e-15), v.maxValue(1)), 1e-10),
    maxIterations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 10_000),
  }),
  search: { alpha: { from: 1e-4, to: 10, log: true }, l1Ratio: { from: 0.05, to: 1 } },
  inputs: { scaled: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Elastic net',
      about: 'Between ridge and lasso: leaves columns out, and keeps those that resemble each other together.',
      'param.alpha': 'Strength of the penalty',
      'param.l1Ratio': 'Share of L1',
      'param.tolerance': 'Tolerance',
      'param.maxIterations': 'Passes at most',
    },
    zh: {
      title: '弹性网络',
      about: '介于岭回归与套索之间：剔除部分列，同时保留彼此相似的列。',
      'param.alpha': '惩罚强度',
      'param.l1Ratio': 'L1 的占比',
      'param.tolerance': '容差',
      'param.maxIterations': '最大遍历次数',
    },
  },
});
