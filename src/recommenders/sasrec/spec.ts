import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';
import { sequenceEntries, sequenceTexts } from '../sequences/training.ts';

export default defineRecommender({
  id: 'sasrec',
  family: 'sequence',
  feedback: ['implicit'],
  params: v.object({
    width: v.optional(v.picklist([16, 32, 64, 128]), 64),
    layers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)), 2),
    heads: v.optional(v.picklist([1, 2, 4]), 1),
    ...sequenceEntries,
    dropout: v.optional(sequenceEntries.dropout.wrapped, 0.3),
    learningRate: v.optional(sequenceEntries.learningRate.wrapped, 0.002),
    l2: v.optional(sequenceEntries.l2.wrapped, 0),
    batchSize: v.optional(sequenceEntries.batchSize.wrapped, 32),
    patience: v.optional(sequenceEntries.patience.wrapped, 5),
  }),
  search: {
    width: { of: [32, 64, 128] },
    layers: { of: [1, 2, 3] },
    dropout: { from: 0.1, to: 0.5 },
    learningRate: { from: 0.0005, to: 0.005, log: true },
  },
  readsOrder: true,
  pace: 'slow',
  texts: {
    en: {
      ...sequenceTexts.en,
      title: 'SASRec',
      about: 'Self-attention over what somebody did, in its order: which of the last items matter for the next one.',
      'param.width': 'Numbers per item',
      'param.layers': 'Attention layers',
      'param.heads': 'Attention heads',
    },
    zh: {
      ...sequenceTexts.zh,
      title: 'SASRec',
      about: '按顺序对用户行为做自注意力：最近哪些物品决定下一个。',
      'param.width': '每个物品的向量维数',
      'param.layers': '注意力层数',
      'param.heads': '注意力头数',
    },
  },
});
