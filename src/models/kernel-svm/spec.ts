import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'kernel-svm',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    c: v.optional(v.pipe(v.number(), v.finite(), v.minValue(1e-10)), 1),
    gamma: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
    epsilon: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0.1),
    approximation: v.optional(v.picklist(['auto', 'exact', 'fourier']), 'auto'),
    components: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000)), 256),
    tolerance: v.optional(v.pipe(v.number(), v.minValue(1e-12), v.maxValue(1)), 1e-3),
  }),
  search: { c: { from: 1e-2, to: 1e3, log: true }, gamma: { from: 1e-4, to: 1, log: true } },
  inputs: { scaled: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Support vector machine (RBF kernel)',
      about: 'A boundary of any shape, drawn by the rows that lie nearest to it.',
      'param.c': 'C (inverse strength of the penalty)',
      'param.gamma': 'Gamma of the kernel (0: 1 / (columns · variance))',
      'param.epsilon': 'Error forgiven (numbers only)',
      'param.approximation': 'Kernel',
      'param.components': 'Fourier features',
      'param.tolerance': 'Tolerance',
      'option.approximation.auto': 'Exact up to 5,000 rows',
      'option.approximation.exact': 'Exact',
      'option.approximation.fourier': 'Random Fourier features',
    },
    zh: {
      title: '支持向量机（RBF 核）',
      about: '由最靠近分界的行画出任意形状的分界。',
      'param.c': 'C（惩罚强度的倒数）',
      'param.gamma': '核的 Gamma（0：1 /（列数 · 方差））',
      'param.epsilon': '可容忍的误差（仅用于数值）',
      'param.approximation': '核',
      'param.components': '傅里叶特征数',
      'param.tolerance': '容差',
      'option.approximation.auto': '5,000 行以内精确',
      'option.approximation.exact': '精确',
      'option.approximation.fourier': '随机傅里叶特征',
    },
  },
});
