import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { trainingEntries, trainingTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'lstm',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    units: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512)), 32),
    embedding: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)), 16),
    ...trainingEntries,
    batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384)), 64),
    learningRate: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1)), 3e-3),
  }),
  search: {
    units: { of: [16, 32, 64] },
    dropout: { from: 0, to: 0.5 },
    learningRate: { from: 3e-4, to: 1e-2, log: true },
  },
  inputs: { scaled: true, sequences: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'LSTM over events',
      about: 'Reads the events one after the other and remembers what matters (long short-term memory).',
      'param.units': 'Units of the memory',
      'param.embedding': 'Numbers learnt of each kind of event',
      ...trainingTexts.en,
    },
    zh: {
      title: '事件序列 LSTM',
      about: '逐个读取事件，并记住重要的内容（长短期记忆网络）。',
      'param.units': '记忆单元数',
      'param.embedding': '每种事件的嵌入维数',
      ...trainingTexts.zh,
    },
  },
});
