import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'stacking',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    estimators: v.pipe(v.optional(v.array(v.string()), []), v.metadata({ values: 'estimators', empty: 'none' })),
    /** Empty: logistic regression, for numbers ridge regression. */
    final: v.optional(v.string(), ''),
    folds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(20)), 5),
  }),
  search: {},
  inputs: { scaled: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Stacking',
      about: 'A last model learns how far to trust each of several others, from predictions of rows they had not seen.',
      'param.estimators':
        'Models (their ids; none: logistic or ridge regression, a random forest and gradient boosting)',
      'param.final': 'Last model (its id; empty: logistic or ridge regression)',
      'param.folds': 'Folds',
    },
    zh: {
      title: '堆叠集成',
      about: '由最后一个模型根据各模型对未见过的行的预测，学习各自的可信程度。',
      'param.estimators': '参与的模型（填写其标识；留空则为逻辑回归或岭回归、随机森林与梯度提升）',
      'param.final': '最后的模型（填写其标识；留空则为逻辑回归或岭回归）',
      'param.folds': '折数',
    },
  },
});
