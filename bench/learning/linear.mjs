// Logistic regression and k-means beside scikit-learn, one thread each. Both logistic regressions go to the minimum: ours to a gradient of
// 1e-7, scikit-learn's to its default.
const logistic = {
  name: 'logistic regression, L2',
  data: 'binary',
  task: 'binary',
  estimator: 'logistic',
  params: {},
  within: 0.001,
  rivals: [
    {
      name: 'scikit-learn LogisticRegression',
      aim: 1.5,
      python: `
from sklearn.linear_model import LogisticRegression
make = lambda: LogisticRegression()`,
    },
    {
      name: 'the same to a gradient of 1e-7, as ours',
      aim: 1.5,
      python: `
from sklearn.linear_model import LogisticRegression
make = lambda: LogisticRegression(tol=1e-7, max_iter=1000)`,
    },
  ],
};

/** The score is the distance to the nearest centre: it says that both found centres of one kind, whatever their order. */
const kMeans = {
  name: 'k-means, 8 groups, 3 starts of at most 20 iterations',
  data: 'binary',
  task: 'anomaly',
  estimator: 'k-means',
  measure: 'timeClusters',
  params: { k: 8, restarts: 3, maxIterations: 20, tolerance: 0 },
  within: 0.02,
  rivals: [
    {
      name: 'scikit-learn KMeans',
      aim: 2,
      python: `
from sklearn.cluster import KMeans
make = lambda: KMeans(8, n_init=3, max_iter=20, tol=0, random_state=1)
score = lambda model, x: model.transform(x).min(axis=1)`,
    },
  ],
};

export default [logistic, kMeans];
