import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'linear-svm',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    c: v.optional(v.pipe(v.number(), v.finite(), v.minValue(1e-10)), 1),
    loss: v.optional(v.picklist(['auto', 'squared', 'linear']), 'auto'),
    epsilon: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
    tolerance: v.optional(v.pipe(v.number(), v.minValue(1e-14), v.maxValue(1)), 1e-4),
    maxIterations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 1000),
  }),
  search: { c: { from: 1e-4, to: 100, log: true } },
  inputs: { scaled: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Support vector machine (linear)',
      about:
        'Draws the line that leaves the widest margin between classes; for numbers, a line that forgives small errors.',
      'param.c': 'C (inverse strength of the penalty)',
      'param.loss': 'Loss beyond the margin',
      'param.epsilon': 'Error forgiven (numbers only)',
      'param.tolerance': 'Tolerance',
      'param.maxIterations': 'Passes at most',
      'option.loss.auto': 'Squared for classes, linear for numbers',
      'option.loss.squared': 'Squared',
      'option.loss.linear': 'Linear',
    },
    zh: {
      title: '支持向量机（线性）',
      about: '画出使类别间隔最宽的分界；对数值则是容忍小误差的直线。',
      'param.c': 'C（惩罚强度的倒数）',
      'param.loss': '超出间隔的损失',
      'param.epsilon': '可容忍的误差（仅用于数值）',
      'param.tolerance': '容差',
      'param.maxIterations': '最大遍历次数',
      'option.loss.auto': '类别用平方，数值用线性',
      'option.loss.squared': '平方',
      'option.loss.linear': '线性',
    },
  },
});
