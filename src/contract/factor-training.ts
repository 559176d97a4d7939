import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** How factors of ratings are learnt by stochastic gradient descent: the parameters of each such recommender, with its own defaults. */
export const factorEntries = ({ factors, rate }: { factors: number; rate: number }) =>
  ({
    factors: v.optional(whole(1, 1024), factors),
    epochs: v.optional(whole(1, 1000), 20),
    rate: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(0.1)), rate),
    regularisation: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10)), 0.02),
  }) as const;

export const factorSearch = {
  factors: { from: 10, to: 200, log: true, integer: true },
  epochs: { from: 10, to: 100, log: true, integer: true },
  rate: { from: 0.001, to: 0.02, log: true },
  regularisation: { from: 0.01, to: 0.2, log: true },
} as const;

/** The texts of `factorEntries`. */
export const factorTexts = {
  en: {
    'param.factors': 'Factors',
    'param.epochs': 'Epochs',
    'param.rate': 'Learning rate',
    'param.regularisation': 'Regularisation',
  },
  zh: {
    'param.factors': '因子数',
    'param.epochs': '训练轮数',
    'param.rate': '学习率',
    'param.regularisation': '正则化强度',
  },
} as const;
