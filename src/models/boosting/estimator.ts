import type { EstimatorMaker } from '../catalog.ts';
import { loadTrees } from '../trees/fitted.ts';
import { examplesOf } from '../trees/labels.ts';
import { boost, type BoostingParams } from './boost.ts';

const load = (state: unknown) => loadTrees('boosting', state);

export default {
  make: (params, task) => ({
    kind: 'boosting',
    fit: async (x, y, context, weights) =>
      boost(params as unknown as BoostingParams, task, examplesOf(x, y, task, weights), context),
    load,
  }),
  load,
} satisfies EstimatorMaker;
