import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'multinomial-nb',
  tasks: ['binary', 'multiclass'],
  params: v.object({
    alpha: v.optional(v.pipe(v.number(), v.minValue(1e-10), v.maxValue(1e6)), 1),
  }),
  search: { alpha: { from: 1e-3, to: 100, log: true } },
  inputs: {},
  pace: 'quick',
  texts: {
    en: {
      title: 'Naive Bayes (counts)',
      about:
        'Compares the mix of counts between classes: for how often each event or word occurs. Values must be 0 or more.',
      'param.alpha': 'Smoothing (added to each count)',
    },
    zh: {
      title: '朴素贝叶斯（多项式）',
      about: '比较各类别的计数构成：适合事件或词语的出现次数。数值必须大于或等于 0。',
      'param.alpha': '平滑（加到每个计数上）',
    },
  },
});
