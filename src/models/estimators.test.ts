import type { Conformance } from './conformance.ts';
import { conforms, estimatorConforms } from './conformance.ts';
import { logistic } from './logistic/logistic.ts';
import { specs } from './specs.ts';

interface Quick {
  /** Hyperparameters under which a training takes a moment: few trees, few epochs. */
  params?: Record<string, unknown>;
  weights?: Conformance['weights'];
}

/** By estimator; one that is not here runs with its defaults. */
const quick: Record<string, Quick> = {
  'bernoulli-nb': { params: { threshold: 0.5 }, weights: 'exact' },
  'gaussian-nb': { weights: 'exact' },
  'multinomial-nb': { weights: 'exact' },
  'elastic-net': { params: { alpha: 0.01 }, weights: 'exact' },
  lasso: { params: { alpha: 0.01 }, weights: 'exact' },
  linear: { weights: 'exact' },
  logistic: { weights: 'exact' },
  ridge: { weights: 'exact' },
  stacking: { params: { estimators: ['boosting', 'knn'], folds: 2 } },
  voting: { params: { estimators: ['boosting', 'knn'] } },
};

for (const [id, spec] of specs) {
  const { params, ...about } = quick[id] ?? {};
  for (const task of spec.tasks) conforms(id, params, task, about);
}

for (const backend of ['wasm', 'cpu'] as const) {
  const about: Conformance = { task: 'binary', inputs: {}, backend, weights: 'ignored' };
  estimatorConforms(`logistic regression on ${backend}`, logistic({ c: 1 }), about);
  estimatorConforms(`logistic regression of a chosen strength on ${backend}`, logistic(), about);
}
