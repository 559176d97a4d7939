import * as v from 'valibot';
import { neighbourEntries, neighbourSearch, neighbourTexts } from '../../contract/neighbours.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'user-knn',
  family: 'neighbours',
  feedback: ['implicit'],
  params: v.object(neighbourEntries),
  search: neighbourSearch,
  pace: 'quick',
  texts: {
    en: {
      ...neighbourTexts.en,
      title: 'User neighbours',
      about:
        'Offers what the people had who are most like somebody; it learns nothing beforehand, and asks everyone each time.',
      'param.similarity': 'Similarity of two people',
      'param.k': 'Neighbours of each person',
    },
    zh: {
      ...neighbourTexts.zh,
      title: '用户近邻',
      about: '推荐与其最相似的人拥有的商品；无需事先训练，但每次都要与所有人比较。',
      'param.similarity': '用户之间的相似度',
      'param.k': '每个用户的近邻数',
    },
  },
});
