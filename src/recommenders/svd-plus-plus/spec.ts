import * as v from 'valibot';
import { factorEntries, factorSearch, factorTexts } from '../../contract/factor-training.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'svd-plus-plus',
  family: 'factors',
  feedback: ['ratings'],
  params: v.object(factorEntries({ factors: 20, rate: 0.007 })),
  search: factorSearch,
  pace: 'quick',
  texts: {
    en: {
      ...factorTexts.en,
      title: 'SVD++',
      about:
        'Matrix factorisation that also learns from which items somebody rated at all, whatever was given: more exact than SVD where users rated little.',
    },
    zh: {
      ...factorTexts.zh,
      title: 'SVD++',
      about: '在矩阵分解的基础上，还从“用户评过哪些商品”中学习，而不只看分数；评分较少时比 SVD 更准确。',
    },
  },
});
