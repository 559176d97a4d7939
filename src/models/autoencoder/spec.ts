import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { trainingEntries, trainingTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'autoencoder',
  tasks: ['anomaly'],
  params: v.object({
    hidden: v.optional(v.string(), '16'),
    /** The narrowest layer; 0: a third of the columns. */
    code: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(256)), 0),
    activation: v.optional(v.picklist(['relu', 'tanh', 'gelu']), 'tanh'),
    ...trainingEntries,
  }),
  search: {
    hidden: { of: ['8', '16', '32', '32, 16'] },
    learningRate: { from: 3e-4, to: 1e-2, log: true },
  },
  inputs: { scaled: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Autoencoder',
      about: 'Squeezes each row through a few numbers and rebuilds it: rows it rebuilds badly are unlike the rest.',
      'param.hidden': 'Units of the layers before the narrowest',
      'param.code': 'Units of the narrowest layer (0: a third of the columns)',
      'param.activation': 'Activation',
      'option.activation.relu': 'ReLU',
      'option.activation.tanh': 'tanh',
      'option.activation.gelu': 'GELU',
      ...trainingTexts.en,
    },
    zh: {
      title: '自编码器',
      about: '把每一行压缩为少数几个数再还原：还原得差的行与众不同。',
      'param.hidden': '瓶颈层之前各层的单元数',
      'param.code': '瓶颈层的单元数（0：列数的三分之一）',
      'param.activation': '激活函数',
      'option.activation.relu': 'ReLU',
      'option.activation.tanh': 'tanh',
      'option.activation.gelu': 'GELU',
      ...trainingTexts.zh,
    },
  },
});
