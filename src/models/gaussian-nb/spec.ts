import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'gaussian-nb',
  tasks: ['binary', 'multiclass'],
  params: v.object({
    smoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1e-9),
  }),
  search: { smoothing: { from: 1e-12, to: 1e-1, log: true } },
  inputs: {},
  pace: 'quick',
  texts: {
    en: {
      title: 'Naive Bayes (Gaussian)',
      about:
        'Each class has a mean and a spread in each column, taken as independent: at once trained, a good baseline.',
      'param.smoothing': 'Share of the largest variance added to all',
    },
    zh: {
      title: '朴素贝叶斯（高斯）',
      about: '每个类别在每列上有各自的均值和方差，并假定各列独立：训练极快，适合作为基线。',
      'param.smoothing': '加到所有方差上的最大方差比例',
    },
  },
});
