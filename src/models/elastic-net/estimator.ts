import type * as v from 'valibot';
import { elasticNet } from '../linear-core/coordinate-descent.ts';
import { linearMaker } from '../linear-core/linear-maker.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

/** Linear regression with both an L1 and an L2 penalty. */
export default linearMaker<Params>('elastic-net', elasticNet);
