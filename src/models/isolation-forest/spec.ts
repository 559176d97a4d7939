import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export default defineEstimator({
  id: 'isolation-forest',
  tasks: ['anomaly'],
  params: v.object({
    trees: v.optional(whole(1, 5000), 100),
    samples: v.optional(whole(2, 65_536), 256),
    columnShare: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1)), 1),
  }),
  search: {
    trees: { from: 50, to: 400, log: true, integer: true },
    samples: { from: 64, to: 1024, log: true, integer: true },
    columnShare: { from: 0.3, to: 1 },
  },
  inputs: { missing: true },
  pace: 'quick',
  texts: {
    en: {
      title: 'Isolation forest',
      about: 'Finds strangers without labels: rows that a few random questions set apart from all others.',
      'param.trees': 'Trees',
      'param.samples': 'Rows of each tree',
      'param.columnShare': 'Share of columns for each tree',
    },
    zh: {
      title: '孤立森林',
      about: '无需标签即可找出异类：只需几个随机问题就能与其他行分开的行。',
      'param.trees': '树的数量',
      'param.samples': '每棵树的行数',
      'param.columnShare': '每棵树使用的列占比',
    },
  },
});
