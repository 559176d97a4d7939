import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'bernoulli-nb',
  tasks: ['binary', 'multiclass'],
  params: v.object({
    alpha: v.optional(v.pipe(v.number(), v.minValue(1e-10), v.maxValue(1e6)), 1),
    threshold: v.optional(v.pipe(v.number(), v.finite()), 0),
  }),
  search: { alpha: { from: 1e-3, to: 100, log: true } },
  inputs: {},
  pace: 'quick',
  texts: {
    en: {
      title: 'Naive Bayes (yes or no)',
      about:
        'Reads of each column only whether it is above a threshold, taken as independent: for indicators and “did it or not”.',
      'param.alpha': 'Smoothing (rows added to each count)',
      'param.threshold': 'A value above this is a yes',
    },
    zh: {
      title: '朴素贝叶斯（伯努利）',
      about: '只看每列是否超过阈值，并假定各列独立：适合指示变量和“做过与否”。',
      'param.alpha': '平滑（加到每个计数上的行数）',
      'param.threshold': '大于此值即为“是”',
    },
  },
});
