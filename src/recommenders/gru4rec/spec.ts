import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';
import { sequenceEntries, sequenceTexts } from '../../contract/sequence-training.ts';

export default defineRecommender({
  id: 'gru4rec',
  family: 'sequence',
  feedback: ['implicit'],
  params: v.object({
    over: v.optional(v.picklist(['sessions', 'histories']), 'sessions'),
    width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(512)), 100),
    loss: v.optional(v.picklist(['cross-entropy', 'bpr-max', 'top1-max']), 'cross-entropy'),
    tied: v.optional(v.boolean(), true),
    ...sequenceEntries,
    dropout: v.optional(sequenceEntries.dropout.wrapped, 0.3),
    learningRate: v.optional(sequenceEntries.learningRate.wrapped, 0.003),
    l2: v.optional(sequenceEntries.l2.wrapped, 0),
    batchSize: v.optional(sequenceEntries.batchSize.wrapped, 64),
    patience: v.optional(sequenceEntries.patience.wrapped, 5),
  }),
  search: {
    width: { from: 32, to: 256, log: true, integer: true },
    loss: { of: ['cross-entropy', 'bpr-max'] },
    dropout: { from: 0, to: 0.5 },
    learningRate: { from: 0.0005, to: 0.01, log: true },
  },
  readsOrder: true,
  pace: 'slow',
  texts: {
    en: {
      ...sequenceTexts.en,
      title: 'GRU4Rec',
      about: 'A recurrent network over sessions: what comes next in a visit, by all that came before in it.',
      'param.over': 'What is read',
      'option.over.sessions': 'Sessions (whole histories, where most sessions are single events)',
      'option.over.histories': 'Whole histories',
      'param.width': 'Units, and numbers per item',
      'param.loss': 'Loss',
      'option.loss.cross-entropy': 'Cross-entropy',
      'option.loss.bpr-max': 'BPR-max',
      'option.loss.top1-max': 'TOP1-max',
      'param.tied': 'Same vectors to read items and to score them',
    },
    zh: {
      ...sequenceTexts.zh,
      title: 'GRU4Rec',
      about: '基于会话的循环神经网络：根据本次访问中先前的全部行为预测下一项。',
      'param.over': '读取范围',
      'option.over.sessions': '会话（若多数会话只有单个事件，则读取完整历史）',
      'option.over.histories': '完整历史',
      'param.width': '单元数（即每个商品的向量维数）',
      'param.loss': '损失函数',
      'option.loss.cross-entropy': '交叉熵',
      'option.loss.bpr-max': 'BPR-max',
      'option.loss.top1-max': 'TOP1-max',
      'param.tied': '读取与打分共用商品向量',
    },
  },
});
