import * as v from 'valibot';

/** How a network is trained by mini-batches: spread into the parameters of each of them. */
export const trainingEntries = {
  dropout: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 0),
  l2: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1e-5),
  optimiser: v.optional(v.picklist(['adam', 'sgd']), 'adam'),
  learningRate: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1)), 1e-3),
  schedule: v.optional(v.picklist(['constant', 'cosine', 'plateau']), 'constant'),
  epochs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 100),
  batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_384)), 200),
  earlyStopping: v.optional(v.boolean(), true),
  patience: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 10),
} as const;

export type TrainingParams = v.InferOutput<v.ObjectSchema<typeof trainingEntries, undefined>>;

/** The texts of `trainingEntries`. */
export const trainingTexts = {
  en: {
    'param.dropout': 'Dropout (share of the units left out in training)',
    'param.l2': 'Penalty on the weights (L2)',
    'param.optimiser': 'Optimiser',
    'option.optimiser.adam': 'Adam',
    'option.optimiser.sgd': 'Gradient descent with momentum',
    'param.learningRate': 'Learning rate',
    'param.schedule': 'Course of the learning rate',
    'option.schedule.constant': 'Constant',
    'option.schedule.cosine': 'Falling along a cosine',
    'option.schedule.plateau': 'Halved when progress stops',
    'param.epochs': 'Epochs at most',
    'param.batchSize': 'Rows per batch',
    'param.earlyStopping': 'Stop early, judged by a tenth of the rows',
    'param.patience': 'Epochs without progress before stopping',
  },
  zh: {
    'param.dropout': '丢弃率（训练中随机停用的单元比例）',
    'param.l2': '权重惩罚（L2）',
    'param.optimiser': '优化器',
    'option.optimiser.adam': 'Adam',
    'option.optimiser.sgd': '带动量的梯度下降',
    'param.learningRate': '学习率',
    'param.schedule': '学习率变化方式',
    'option.schedule.constant': '保持不变',
    'option.schedule.cosine': '按余弦下降',
    'option.schedule.plateau': '停滞时减半',
    'param.epochs': '最多训练轮数',
    'param.batchSize': '每批行数',
    'param.earlyStopping': '提前停止（以十分之一的行评判）',
    'param.patience': '无改进多少轮后停止',
  },
} as const;

/** What LSTM and GRU over events are both told, with the training's entries. */
export const recurrentEntries = {
  units: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512)), 32),
  embedding: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)), 16),
  ...trainingEntries,
  batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16384)), 64),
  learningRate: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1)), 3e-3),
} as const;

/** Where the best of a recurrent network's parameters are looked for. */
export const recurrentSearch = {
  units: { of: [16, 32, 64] },
  dropout: { from: 0, to: 0.5 },
  learningRate: { from: 3e-4, to: 1e-2, log: true },
} as const;

/** The texts of `recurrentEntries`. */
export const recurrentTexts = {
  en: {
    'param.units': 'Units of the memory',
    'param.embedding': 'Numbers learnt of each kind of event',
    ...trainingTexts.en,
  },
  zh: {
    'param.units': '记忆单元数',
    'param.embedding': '每种事件的嵌入维数',
    ...trainingTexts.zh,
  },
} as const;
