import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { trainingEntries, trainingTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'transformer',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512)), 32),
    heads: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)), 2),
    layers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 2),
    ...trainingEntries,
    batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384)), 64),
  }),
  search: {
    width: { of: [16, 32, 64] },
    layers: { from: 1, to: 3, integer: true },
    dropout: { from: 0, to: 0.3 },
    learningRate: { from: 3e-4, to: 1e-2, log: true },
  },
  inputs: { scaled: true, sequences: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Transformer over events',
      about: 'Each event looks back at all events before it and weighs what matters.',
      'param.width': 'Numbers per event',
      'param.heads': 'Heads of attention',
      'param.layers': 'Layers',
      ...trainingTexts.en,
    },
    zh: {
      title: '事件序列 Transformer',
      about: '每个事件回看之前的所有事件，并权衡哪些重要。',
      'param.width': '每个事件的维数',
      'param.heads': '注意力头数',
      'param.layers': '层数',
      ...trainingTexts.zh,
    },
  },
});
