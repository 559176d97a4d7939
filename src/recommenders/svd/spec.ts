import * as v from 'valibot';
import { factorEntries, factorSearch, factorTexts } from '../../contract/factor-training.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'svd',
  family: 'factors',
  feedback: ['ratings'],
  params: v.object(factorEntries({ factors: 100, rate: 0.005 })),
  search: factorSearch,
  pace: 'quick',
  texts: {
    en: {
      ...factorTexts.en,
      title: 'Matrix factorisation (SVD)',
      about:
        'Expects a rating from the mean, how users and items differ from it, and how well a user and an item fit: learnt by gradient descent.',
    },
    zh: {
      ...factorTexts.zh,
      title: '矩阵分解（SVD）',
      about: '由总体均值、用户与商品各自的偏差，以及二者的契合程度预测评分；用随机梯度下降学习。',
    },
  },
});
