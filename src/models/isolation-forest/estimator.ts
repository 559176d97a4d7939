import { AppError } from '../../core/errors.ts';
import type { EstimatorMaker } from '../catalog.ts';
import { assertNumbers, loadTrees } from '../trees/fitted.ts';
import { isolate, type IsolationParams } from './isolate.ts';

const load = (state: unknown) => loadTrees('isolation-forest', state);

export default {
  make: (params) => ({
    kind: 'isolation-forest',
    fit: async (x, y, context) => {
      if (x.rows === 0 || x.columns === 0) throw new AppError('model.no-rows');
      if (y.length !== x.rows) throw new AppError('model.wrong-length', { rows: x.rows, labels: y.length });
      assertNumbers(x);
      return isolate(params as unknown as IsolationParams, x, context);
    },
    load,
  }),
  load,
} satisfies EstimatorMaker;
