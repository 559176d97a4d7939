import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** How vectors of users and items are trained by pairwise ranking: spread into the parameters of each such recommender. */
export const rankingEntries = {
  factors: v.optional(whole(1, 512), 64),
  /** Items that the user did not have, drawn anew in each epoch for each of those that he had. */
  negatives: v.optional(whole(1, 64), 8),
  /** Of the losses against them: low, and the hardest alone counts; high, and all count alike. */
  temperature: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)), 0.25),
  /** Beside the summed loss, so that it means the same whatever the number of interactions. */
  regularisation: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e4)), 5),
  learningRate: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1)), 5e-3),
  epochs: v.optional(whole(1, 10_000), 50),
  batchSize: v.optional(whole(1, 65_536), 2048),
} as const;

export type RankingParams = v.InferOutput<v.ObjectSchema<typeof rankingEntries, undefined>>;

export const rankingSearch = {
  factors: { of: [32, 64, 128] },
  regularisation: { from: 0.3, to: 30, log: true },
  temperature: { from: 0.1, to: 10, log: true },
  learningRate: { from: 1e-3, to: 2e-2, log: true },
};

/** The texts of `rankingEntries`. */
export const rankingTexts = {
  en: {
    'param.factors': 'Numbers in each vector',
    'param.negatives': 'Items not had that each item is held against',
    'param.temperature': 'Temperature (low: the hardest of them count most; high: all alike)',
    'param.regularisation': 'Penalty on the vectors (L2)',
    'param.learningRate': 'Learning rate',
    'param.epochs': 'Epochs',
    'param.batchSize': 'Interactions per batch',
  },
  zh: {
    'param.factors': '每个向量的维数',
    'param.negatives': '每个正样本对比的负样本数',
    'param.temperature': '温度（越低越侧重最难区分的负样本；越高则各负样本等权）',
    'param.regularisation': '向量惩罚（L2）',
    'param.learningRate': '学习率',
    'param.epochs': '训练轮数',
    'param.batchSize': '每批交互数',
  },
} as const;
