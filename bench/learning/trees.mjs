// Trees beside scikit-learn and XGBoost, one thread each. `python` defines `make()`: an untrained model with `fit`; it may define
// `score(model, x)` where that is not `predict_proba(x)[:, 1]`. `aim` is the most that our seconds may be of theirs.
const boosting = {
  name: 'gradient boosting, 100 trees of 31 leaves',
  data: 'binary',
  task: 'binary',
  estimator: 'boosting',
  params: {},
  within: 0.003,
  rivals: [
    {
      name: 'HistGradientBoosting',
      aim: 1,
      python: `
from sklearn.ensemble import HistGradientBoostingClassifier
make = lambda: HistGradientBoostingClassifier(early_stopping=False)`,
    },
    {
      name: 'XGBoost hist',
      python: `
from xgboost import XGBClassifier
make = lambda: XGBClassifier(tree_method="hist", n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide",
                             learning_rate=0.1, max_bin=255, n_jobs=1)`,
    },
  ],
};

const forest = (name, estimator, sklearn) => ({
  name: `${name}, 100 trees, depth 16`,
  data: 'binary',
  task: 'binary',
  estimator,
  params: { maxDepth: 16, minSamplesLeaf: 1 },
  within: 0.005,
  rivals: [
    {
      name: `scikit-learn ${sklearn}`,
      aim: 0.5,
      python: `
from sklearn.ensemble import ${sklearn}
make = lambda: ${sklearn}(n_estimators=100, max_depth=16, n_jobs=1)`,
    },
  ],
});

export default [
  boosting,
  forest('random forest', 'random-forest', 'RandomForestClassifier'),
  forest('extra trees', 'extra-trees', 'ExtraTreesClassifier'),
];
