import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'user-knn',
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
      title: 'User neighbours',
      about:
        'Offers what the people had who are most like somebody; it learns nothing beforehand, and asks everyone each time.',
      'param.similarity': 'Similarity of two people',
      'option.similarity.cosine': 'Cosine',
      'option.similarity.jaccard': 'Jaccard',
      'option.similarity.bm25': 'Cosine, weighted by BM25',
      'param.k': 'Neighbours of each person',
      'param.shrinkage': 'Shrinkage: how far little evidence is distrusted',
    },
    zh: {
      title: '用户近邻',
      about: '推荐与其最相似的人拥有的商品；无需事先训练，但每次都要与所有人比较。',
      'param.similarity': '用户之间的相似度',
      'option.similarity.cosine': '余弦',
      'option.similarity.jaccard': 'Jaccard',
      'option.similarity.bm25': 'BM25 加权余弦',
      'param.k': '每个用户的近邻数',
      'param.shrinkage': '收缩：证据少时降低相似度的程度',
    },
  },
});
