import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

export default defineRecommender({
  id: 'content',
  family: 'content',
  feedback: ['implicit'],
  params: v.object({
    textWeight: v.optional(weight, 1),
    categoryWeight: v.optional(weight, 1),
    priceWeight: v.optional(weight, 0.25),
    priceBands: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(50)), 5),
  }),
  search: { textWeight: { from: 0.1, to: 10, log: true }, priceWeight: { from: 0.01, to: 1, log: true } },
  readsContent: true,
  pace: 'quick',
  texts: {
    en: {
      title: 'Content',
      about:
        'What is like that which somebody had: by words of title and text, category and price. It also knows what to do with items that nobody had yet.',
      'param.textWeight': 'How much words count',
      'param.categoryWeight': 'How much the category counts',
      'param.priceWeight': 'How much the price band counts',
      'param.priceBands': 'Price bands',
    },
    zh: {
      title: '基于内容',
      about: '按标题与文本的词语、类别和价格，推荐与用户有过的商品相似的商品；对无人有过的新商品同样有效。',
      'param.textWeight': '词语的权重',
      'param.categoryWeight': '类别的权重',
      'param.priceWeight': '价格区间的权重',
      'param.priceBands': '价格区间个数',
    },
  },
});
