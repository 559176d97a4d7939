import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'logistic',
  tasks: ['binary', 'multiclass'],
  params: v.object({
    penalty: v.optional(v.picklist(['l2', 'l1', 'elasticnet', 'none']), 'l2'),
    c: v.optional(v.pipe(v.number(), v.finite(), v.minValue(1e-10)), 1),
    l1Ratio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
    tolerance: v.optional(v.pipe(v.number(), v.minValue(1e-14), v.maxValue(1)), 1e-7),
    maxIterations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)), 1000),
  }),
  search: { c: { from: 1e-4, to: 100, log: true }, penalty: { of: ['l2', 'l1'] } },
  inputs: { scaled: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Logistic regression',
      about:
        'The log odds are a weighted sum of the columns: the first model to try, and the one whose weights can be read.',
      'param.penalty': 'Penalty',
      'param.c': 'C (inverse strength of the penalty)',
      'param.l1Ratio': 'Share of L1 in the elastic net',
      'param.tolerance': 'Tolerance of the gradient',
      'param.maxIterations': 'Iterations at most',
      'option.penalty.l2': 'L2 (ridge)',
      'option.penalty.l1': 'L1 (lasso)',
      'option.penalty.elasticnet': 'Elastic net',
      'option.penalty.none': 'None',
    },
    zh: {
      title: '逻辑回归',
      about: '对数几率是各列的加权和：首先应尝试的模型，其权重可以直接解读。',
      'param.penalty': '惩罚项',
      'param.c': 'C（惩罚强度的倒数）',
      'param.l1Ratio': '弹性网络中 L1 的占比',
      'param.tolerance': '梯度容差',
      'param.maxIterations': '最大迭代次数',
      'option.penalty.l2': 'L2（岭）',
      'option.penalty.l1': 'L1（套索）',
      'option.penalty.elasticnet': '弹性网络',
      'option.penalty.none': '无',
    },
  },
});
