import * as v from 'valibot';
import { commonItemsEntry, commonItemsTexts } from '../../contract/common-items.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'slim',
  family: 'linear',
  feedback: ['implicit'],
  params: v.object({
    alpha: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1000)), 0.2),
    l1Ratio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.02),
    mostItems: commonItemsEntry,
  }),
  search: { alpha: { from: 0.01, to: 5, log: true }, l1Ratio: { from: 0.001, to: 0.5, log: true } },
  pace: 'quick',
  texts: {
    en: {
      ...commonItemsTexts.en,
      title: 'SLIM',
      about: 'A sparse linear model of each item by the others: few weights, none negative, every one a reason.',
      'param.alpha': 'Strength of the penalty',
      'param.l1Ratio': 'Part of it that drops weights (L1)',
    },
    zh: {
      ...commonItemsTexts.zh,
      title: 'SLIM（稀疏线性方法）',
      about: '用其他商品线性表示每个商品：权重少且不为负，每一个都能作为推荐理由。',
      'param.alpha': '惩罚强度',
      'param.l1Ratio': '其中使权重归零的部分（L1）',
    },
  },
});
