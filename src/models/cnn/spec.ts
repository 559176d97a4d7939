import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { trainingEntries, trainingTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'cnn',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    filters: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512)), 32),
    width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)), 3),
    layers: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 2),
    embedding: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)), 16),
    ...trainingEntries,
    batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384)), 64),
  }),
  search: {
    filters: { of: [16, 32, 64] },
    width: { of: [2, 3, 5] },
    layers: { from: 1, to: 3, integer: true },
    learningRate: { from: 3e-4, to: 1e-2, log: true },
  },
  inputs: { scaled: true, sequences: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Convolutional network over events',
      about: 'Looks for short patterns of events, anywhere and at the end.',
      'param.filters': 'Filters (patterns) per layer',
      'param.width': 'Events per pattern',
      'param.layers': 'Layers, each reaching twice as far',
      'param.embedding': 'Numbers learnt of each kind of event',
      ...trainingTexts.en,
    },
    zh: {
      title: '事件序列卷积网络',
      about: '在任意位置及末尾寻找简短的事件模式。',
      'param.filters': '每层的滤波器（模式）数',
      'param.width': '每个模式的事件数',
      'param.layers': '层数（每层的视野加倍）',
      'param.embedding': '每种事件的嵌入维数',
      ...trainingTexts.zh,
    },
  },
});
