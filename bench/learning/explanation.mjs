// Exact Shapley values of 10,000 rows beside XGBoost's, one thread each, each of its own 100 trees of 31 leaves: the training is not
// in the seconds. `measure` names the function of behold.ts; `explain(model, x)` in `python` is what is timed there.
export default [
  {
    name: 'TreeSHAP of 10,000 rows, 100 trees of 31 leaves',
    data: 'binary',
    task: 'binary',
    estimator: 'boosting',
    measure: 'timeExplanation',
    params: {},
    within: 0.003,
    rivals: [
      {
        name: 'XGBoost pred_contribs',
        aim: 2,
        python: `
import xgboost
from xgboost import XGBClassifier
make = lambda: XGBClassifier(tree_method="hist", n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide",
                             learning_rate=0.1, max_bin=255, n_jobs=1)
explain = lambda model, x: model.get_booster().predict(xgboost.DMatrix(x[:10000], nthread=1), pred_contribs=True)`,
      },
    ],
  },
];
