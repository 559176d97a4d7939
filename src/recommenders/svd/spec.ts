import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'svd',
  family: 'factors',
  feedback: ['ratings'],
  params: v.object({
    factors: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)), 100),
    epochs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 20),
    rate: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(0.1)), 0.005),
    regularisation: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10)), 0.02),
  }),
  search: {
    factors: { from: 10, to: 200, log: true, integer: true },
    epochs: { from: 10, to: 100, log: true, integer: true },
    rate: { from: 0.001, to: 0.02, log: true },
    regularisation: { from: 0.01, to: 0.2, log: true },
  },
  pace: 'quick',
  texts: {
    en: {
      title: 'Matrix factorisation (SVD)',
      about:
        'Expects a rating from the mean, how users and items differ from it, and how well a user and an item fit: learnt by gradient descent.',
      'param.factors': 'Factors',
      'param.epochs': 'Epochs',
      'param.rate': 'Learning rate',
      'param.regularisation': 'Regularisation',
    },
    zh: {
      title: '矩阵分解（SVD）',
      about: '由总体均值、用户与商品各自的偏差，以及二者的契合程度预测评分；用随机梯度下降学习。',
      'param.factors': '因子数',
      'param.epochs': '训练轮数',
      'param.rate': '学习率',
      'param.regularisation': '正则化强度',
    },
  },
});
