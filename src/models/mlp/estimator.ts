import type * as v from 'valibot';
import type { EstimatorMaker } from '../catalog.ts';
import { hiddenSizes } from '../networks/hidden.ts';
import { networkMaker } from '../networks/network-maker.ts';
import { perceptron } from '../networks/perceptron.ts';
import spec from './spec.ts';

type MlpParams = v.InferOutput<typeof spec.params>;

/** A multi-layer perceptron, as scikit-learn's `MLPClassifier` and `MLPRegressor` with Adam. */
export default networkMaker<MlpParams>({
  spec,
  build: ({ hidden, activation, dropout }, { columns, outputs }) =>
    perceptron([columns, ...hiddenSizes(hidden), outputs], activation, dropout),
}) satisfies EstimatorMaker;
