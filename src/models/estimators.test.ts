import type { Conformance } from './conformance.ts';
import { conforms, estimatorConforms } from './conformance.ts';
import { logistic } from './logistic/logistic.ts';
import { specs } from './specs.ts';

interface Quick {
  /** Hyperparameters under which a training takes a moment: few trees, few epochs. */
  params?: Record<string, unknown>;
  weights?: Conformance['weights'];
}

/** A few steps of a small network. */
const brief = { epochs: 3, batchSize: 40, learningRate: 0.05, earlyStopping: false };

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
  boosting: { params: { iterations: 10 } },
  'extra-trees': { params: { trees: 10, maxDepth: 5 } },
  'isolation-forest': { params: { trees: 20 }, weights: 'ignored' },
  'random-forest': { params: { trees: 10, maxDepth: 5 } },
  tree: { params: { maxDepth: 3 }, weights: 'exact' },
  autoencoder: { params: { ...brief, hidden: '4' } },
  cnn: { params: { ...brief, filters: 4, embedding: 2 } },
  gru: { params: { ...brief, units: 4, embedding: 2 } },
  lstm: { params: { ...brief, units: 4, embedding: 2 } },
  mlp: { params: { ...brief, hidden: '8', epochs: 20 } },
  transformer: { params: { ...brief, width: 4, layers: 1 } },
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
