import * as v from 'valibot';
import { rankingEntries, rankingSearch, rankingTexts } from '../../contract/ranking.ts';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'lightgcn',
  family: 'network',
  feedback: ['implicit'],
  params: v.object({
    layers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 2),
    ...rankingEntries,
    regularisation: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e4)), 0.6),
    learningRate: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1)), 2e-2),
    batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536)), 4096),
  }),
  search: {
    ...rankingSearch,
    layers: { of: [1, 2, 3] },
    regularisation: { from: 0.03, to: 3, log: true },
  },
  pace: 'slow',
  texts: {
    en: {
      title: 'LightGCN (graph of users and items)',
      about:
        'Like BPR, but each vector is mixed with those of its neighbours in the graph of who had what, and theirs: users with few items gain.',
      'param.layers': 'Steps over the graph',
      ...rankingTexts.en,
    },
    zh: {
      title: 'LightGCN（用户—商品图）',
      about: '与 BPR 类似，但每个向量会与“谁有过什么”图中的邻居及邻居的邻居混合：交互较少的用户受益。',
      'param.layers': '图上传播的层数',
      ...rankingTexts.zh,
    },
  },
});
