import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'knn-baseline',
  family: 'neighbours',
  feedback: ['ratings'],
  params: v.object({
    by: v.optional(v.picklist(['item', 'user']), 'item'),
    k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 40),
    shrinkage: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 100),
  }),
  search: {
    by: { of: ['item', 'user'] },
    k: { from: 10, to: 200, log: true, integer: true },
    shrinkage: { from: 10, to: 500, log: true },
  },
  pace: 'slow',
  texts: {
    en: {
      title: 'Neighbours over a baseline',
      about:
        'Expects what the user and the item usually get, and moves it by how the nearest items (or users) were rated over theirs.',
      'param.by': 'Neighbours among',
      'param.k': 'Neighbours',
      'param.shrinkage': 'Shrinkage of similarities',
      'option.by.item': 'Items that were rated',
      'option.by.user': 'Users who rated',
    },
    zh: {
      title: '基线近邻',
      about: '先取该用户和该商品的通常评分，再按最相近的商品（或用户）高于其基线多少来修正。',
      'param.by': '近邻取自',
      'param.k': '近邻数',
      'param.shrinkage': '相似度收缩强度',
      'option.by.item': '评过的商品',
      'option.by.user': '评过分的用户',
    },
  },
});
