import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'linear',
  tasks: ['regression'],
  params: v.object({}),
  search: {},
  inputs: { scaled: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Linear regression',
      about:
        'The value is a weighted sum of the columns, by least squares: nothing to set, and each weight has its standard error.',
    },
    zh: {
      title: '线性回归',
      about: '数值是各列的加权和，用最小二乘法求得：无需设置，每个权重都有标准误。',
    },
  },
});
