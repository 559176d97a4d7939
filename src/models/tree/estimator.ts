import type { EstimatorMaker } from '../catalog.ts';
import { loadTrees } from '../trees/fitted.ts';
import { examplesOf } from '../trees/labels.ts';
import { growOne, type TreeParams } from './grow-one.ts';

const load = (state: unknown) => loadTrees('tree', state);

export default {
  make: (params, task) => ({
    kind: 'tree',
    fit: async (x, y, context, weights) =>
      growOne(params as unknown as TreeParams, task, examplesOf(x, y, task, weights), context),
    load,
  }),
  load,
} satisfies EstimatorMaker;
