import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'svd-plus-plus',
  family: 'factors',
  feedback: ['ratings'],
  params: v.object({
    factors: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)), 20),
    epochs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 20),
    rate: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(0.1)), 0.007),
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
      title: 'SVD++',
      about:
        'Matrix factorisation that also learns from which items somebody rated at all, whatever was given: more exact than SVD where users rated little.',
      'param.factors': 'Factors',
      'param.epochs': 'Epochs',
      'param.rate': 'Learning rate',
      'param.regularisation': 'Regularisation',
    },
    zh: {
      title: 'SVD++',
      about: '在矩阵分解的基础上，还从“用户评过哪些商品”中学习，而不只看分数；评分较少时比 SVD 更准确。',
      'param.factors': '因子数',
      'param.epochs': '训练轮数',
      'param.rate': '学习率',
      'param.regularisation': '正则化强度',
    },
  },
});
