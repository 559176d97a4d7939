import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';
import { trainingEntries, trainingTexts } from '../../contract/training.ts';

export default defineEstimator({
  id: 'mlp',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    hidden: v.optional(v.string(), '64, 32'),
    activation: v.optional(v.picklist(['relu', 'tanh', 'gelu']), 'relu'),
    ...trainingEntries,
  }),
  search: {
    hidden: { of: ['32', '64, 32', '128, 64'] },
    dropout: { from: 0, to: 0.5 },
    l2: { from: 1e-6, to: 1e-2, log: true },
    learningRate: { from: 3e-4, to: 1e-2, log: true },
  },
  inputs: { scaled: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Neural network (MLP)',
      about: 'Layers of weighted sums with a bend between them: learns any smooth relation, given enough rows.',
      'param.hidden': 'Units of each hidden layer',
      'param.activation': 'Activation',
      'option.activation.relu': 'ReLU',
      'option.activation.tanh': 'tanh',
      'option.activation.gelu': 'GELU',
      ...trainingTexts.en,
    },
    zh: {
      title: '神经网络（MLP）',
      about: '多层加权求和，层间加入非线性；在行数充足时可学习任意平滑关系。',
      'param.hidden': '各隐藏层的单元数',
      'param.activation': '激活函数',
      'option.activation.relu': 'ReLU',
      'option.activation.tanh': 'tanh',
      'option.activation.gelu': 'GELU',
      ...trainingTexts.zh,
    },
  },
});
