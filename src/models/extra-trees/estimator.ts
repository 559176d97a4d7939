import type { EstimatorMaker } from '../catalog.ts';
import { loadTrees } from '../trees/fitted.ts';
import { growForest, type ForestKind, type ForestParams } from '../trees/forest.ts';
import { examplesOf } from '../trees/labels.ts';

const kind: ForestKind = { id: 'extra-trees', randomSplits: true };
const load = (state: unknown) => loadTrees(kind.id, state);

export default {
  make: (params, task) => ({
    kind: kind.id,
    fit: async (x, y, context, weights) =>
      growForest(kind, params as unknown as ForestParams, task, examplesOf(x, y, task, weights), context),
    load,
  }),
  load,
} satisfies EstimatorMaker;
