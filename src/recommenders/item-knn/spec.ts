import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'item-knn',
  family: 'neighbours',
  feedback: ['implicit'],
  params: v.object({
    similarity: v.optional(v.picklist(['cosine', 'jaccard', 'bm25']), 'cosine'),
    k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 100),
    shrinkage: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)), 0),
  }),
  search: { k: { from: 20, to: 500, log: true, integer: true }, shrinkage: { from: 0, to: 100 } },
  pace: 'quick',
  texts: {
    en: {
      title: 'Item neighbours',
      about: 'Offers what was had by the same people as what somebody had: quick, and easy to explain.',
      'param.similarity': 'Similarity of two items',
      'option.similarity.cosine': 'Cosine',
      'option.similarity.jaccard': 'Jaccard',
      'option.similarity.bm25': 'Cosine, weighted by BM25',
      'param.k': 'Neighbours of each item',
      'param.shrinkage': 'Shrinkage: how far little evidence is distrusted',
    },
    zh: {
      title: '商品近邻',
      about: '推荐与其已有商品被同一批人拥有的商品：快速且易于解释。',
      'param.similarity': '商品之间的相似度',
      'option.similarity.cosine': '余弦',
      'option.similarity.jaccard': 'Jaccard',
      'option.similarity.bm25': 'BM25 加权余弦',
      'param.k': '每个商品的近邻数',
      'param.shrinkage': '收缩：证据少时降低相似度的程度',
    },
  },
});
