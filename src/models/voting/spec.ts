import * as v from 'valibot';
import { defineEstimator } from '../../contract/estimator.ts';

export default defineEstimator({
  id: 'voting',
  tasks: ['binary', 'multiclass', 'regression'],
  params: v.object({
    estimators: v.pipe(v.optional(v.array(v.string()), []), v.metadata({ values: 'estimators', empty: 'none' })),
  }),
  search: {},
  inputs: { scaled: true },
  pace: 'slow',
  texts: {
    en: {
      title: 'Voting',
      about: 'The mean of what several models predict: where they err in different ways, they correct each other.',
      'param.estimators':
        'Models (their ids; none: logistic or ridge regression, a random forest and gradient boosting)',
    },
    zh: {
      title: '投票集成',
      about: '取多个模型预测的平均值：各模型的错误方式不同时，可以相互纠正。',
      'param.estimators': '参与的模型（填写其标识；留空则为逻辑回归或岭回归、随机森林与梯度提升）',
    },
  },
});
