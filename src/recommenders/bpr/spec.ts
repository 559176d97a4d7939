import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';
import { rankingEntries, rankingSearch, rankingTexts } from '../../contract/ranking.ts';

export default defineRecommender({
  id: 'bpr',
  family: 'factors',
  feedback: ['implicit'],
  params: v.object({ ...rankingEntries }),
  search: rankingSearch,
  pace: 'slow',
  texts: {
    en: {
      title: 'BPR (pairwise ranking)',
      about:
        'Learns a vector for each user and item so that what somebody had stands above what he did not have. Made for ranking; takes some training.',
      ...rankingTexts.en,
    },
    zh: {
      title: 'BPR（成对排序）',
      about: '为每个用户和商品学习一个向量，使用户有过的商品排在没有过的之前。专为排序设计，需要一些训练时间。',
      ...rankingTexts.zh,
    },
  },
});
