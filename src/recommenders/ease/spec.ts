import * as v from 'valibot';
import { commonItemsEntry, commonItemsTexts } from '../../contract/common-items.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'ease',
  family: 'linear',
  feedback: ['implicit'],
  params: v.object({
    lambda: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0.001)), 250),
    mostItems: commonItemsEntry,
  }),
  search: { lambda: { from: 10, to: 5000, log: true } },
  pace: 'quick',
  texts: {
    en: {
      ...commonItemsTexts.en,
      title: 'EASE',
      about:
        'Weighs every item by every other at once, in closed form: nothing to tune but one number, and hard to beat.',
      'param.lambda': 'Strength of the penalty (λ)',
    },
    zh: {
      ...commonItemsTexts.zh,
      title: 'EASE',
      about: '以闭式解一次求出所有商品之间的权重：只有一个参数需要调，效果却很难被超过。',
      'param.lambda': '惩罚强度（λ）',
    },
  },
});
