import * as v from 'valibot';
import { defineRecommender } from '../../contract/recommender.ts';

export default defineRecommender({
  id: 'als',
  family: 'factors',
  feedback: ['implicit'],
  params: v.object({
    factors: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)), 64),
    iterations: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 15),
    regularisation: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6)), 10),
    alpha: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6)), 1),
    cgSteps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 3),
  }),
  search: {
    factors: { from: 16, to: 128, log: true, integer: true },
    regularisation: { from: 0.1, to: 100, log: true },
    alpha: { from: 0.1, to: 40, log: true },
  },
  pace: 'quick',
  texts: {
    en: {
      title: 'Implicit ALS',
      about:
        'Users and items are points; what somebody had weighs more than what they did not. Alternating least squares: quick on large logs, and each recommendation is explained by the items had.',
      'param.factors': 'Factors',
      'param.iterations': 'Iterations',
      'param.regularisation': 'Regularisation',
      'param.alpha': 'Confidence per unit of weight (α)',
      'param.cgSteps': 'Steps of conjugate gradient',
    },
    zh: {
      title: '隐式反馈 ALS',
      about:
        '用户和商品都是空间中的点；有过的行为比没有的更可信。用交替最小二乘法求解：大日志上也很快，每条推荐都能用已有的商品解释。',
      'param.factors': '因子数',
      'param.iterations': '迭代次数',
      'param.regularisation': '正则化强度',
      'param.alpha': '每单位权重的置信度（α）',
      'param.cgSteps': '共轭梯度步数',
    },
  },
});
