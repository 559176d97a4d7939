import type * as v from 'valibot';
import { elasticNet } from '../linear-core/coordinate-descent.ts';
import { linearMaker } from '../linear-core/linear-maker.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

/** Linear regression with an L1 penalty. */
export default linearMaker<Params>('lasso', (t, params, step) => elasticNet(t, { ...params, l1Ratio: 1 }, step));
