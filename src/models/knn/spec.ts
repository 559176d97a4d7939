import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'knn',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 5),
    weights: v.optional(v.picklist(['uniform', 'distance']), 'uniform'),
  }),
  search: { k: { from: 3, to: 100, log: true, integer: true }, weights: { of: ['uniform', 'distance'] } },
  inputs: { scaled: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Nearest neighbours',
      about: 'Asks the most similar rows: nothing is assumed, but each prediction looks through the training data.',
      'param.k': 'Neighbours',
      'param.weights': 'Weight of a neighbour',
      'option.weights.uniform': 'All alike',
      'option.weights.distance': 'The nearer the more (1 / distance)',
    },
    zh: {
      title: 'K 近邻',
      about: '询问最相似的行：不作任何假设，但每次预测都要查找训练数据。',
      'param.k': '近邻数',
      'param.weights': '近邻的权重',
      'option.weights.uniform': '一视同仁',
      'option.weights.distance': '越近越大（1 / 距离）',
    },
  },
});
