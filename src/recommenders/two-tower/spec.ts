import * as v from 'valibot';
import { rankingEntries, rankingSearch, rankingTexts } from '../../contract/ranking.ts';
import { defineRecommender } from '../../contract/recommender.ts';

const { factors, regularisation, learningRate, epochs } = rankingEntries;

export default defineRecommender({
  id: 'two-tower',
  family: 'network',
  feedback: ['implicit'],
  params: v.object({
    factors,
    temperature: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(10)), 0.1),
    /** Of a user's items so many are drawn, anew in each epoch, to say who he is; afterwards all of them do. */
    history: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)), 30),
    /** So often an item is told by what is known of it alone. */
    anonymous: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0.2),
    terms: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)), 2000),
    regularisation: v.optional(regularisation.wrapped, 0.1),
    learningRate,
    epochs: v.optional(epochs.wrapped, 20),
    batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(8192)), 1024),
  }),
  search: {
    factors: rankingSearch.factors,
    temperature: { from: 0.05, to: 0.5, log: true },
    learningRate: rankingSearch.learningRate,
  },
  readsContent: true,
  pace: 'slow',
  texts: {
    en: {
      title: 'Two towers (with features)',
      about:
        'One network for users (what they had, their attributes), one for items (who had them, text, category, price): new items and new users are served too.',
      'param.factors': rankingTexts.en['param.factors'],
      'param.temperature': 'Temperature (lower: sharper differences)',
      'param.history': 'Items of a user read at a time',
      'param.anonymous': 'Share of the items told by their features alone',
      'param.terms': 'Features of items at most',
      'param.regularisation': 'Penalty on the weights (L2)',
      'param.learningRate': rankingTexts.en['param.learningRate'],
      'param.epochs': rankingTexts.en['param.epochs'],
      'param.batchSize': rankingTexts.en['param.batchSize'],
    },
    zh: {
      title: '双塔模型（含特征）',
      about: '一座网络表示用户（有过的商品、属性），一座表示商品（谁有过、文本、类目、价格）：新商品和新用户也能推荐。',
      'param.factors': rankingTexts.zh['param.factors'],
      'param.temperature': '温度（越低差异越明显）',
      'param.history': '每次读取的用户商品数',
      'param.anonymous': '仅凭特征表示的商品比例',
      'param.terms': '商品特征数上限',
      'param.regularisation': '权重惩罚（L2）',
      'param.learningRate': rankingTexts.zh['param.learningRate'],
      'param.epochs': rankingTexts.zh['param.epochs'],
      'param.batchSize': rankingTexts.zh['param.batchSize'],
    },
  },
});
