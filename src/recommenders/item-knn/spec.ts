import * as v from 'valibot';
import { neighbourEntries, neighbourSearch, neighbourTexts } from '../../contract/neighbours.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'item-knn',
  family: 'neighbours',
  feedback: ['implicit'],
  params: v.object(neighbourEntries),
  search: neighbourSearch,
  pace: 'quick',
  texts: {
    en: {
      ...neighbourTexts.en,
      title: 'Item neighbours',
      about: 'Offers what was had by the same people as what somebody had: quick, and easy to explain.',
      'param.similarity': 'Similarity of two items',
      'param.k': 'Neighbours of each item',
    },
    zh: {
      ...neighbourTexts.zh,
      title: '商品近邻',
      about: '推荐与其已有商品被同一批人拥有的商品：快速且易于解释。',
      'param.similarity': '商品之间的相似度',
      'param.k': '每个商品的近邻数',
    },
  },
});
