import type * as v from 'valibot';
import type { EstimatorMaker } from '../catalog.ts';
import { hiddenSizes } from '../networks/hidden.ts';
import { networkMaker } from '../networks/network-maker.ts';
import { perceptron } from '../networks/perceptron.ts';
import spec from './spec.ts';

type AutoencoderParams = v.InferOutput<typeof spec.params>;

/** A perceptron that reproduces its input through a narrow layer; the score of a row is its mean squared error. */
export default networkMaker<AutoencoderParams>({
  spec,
  build({ hidden, code, activation, dropout }, { columns }) {
    const sizes = hiddenSizes(hidden);
    const narrow = code || Math.max(1, Math.round(columns / 3));
    return perceptron([columns, ...sizes, narrow, ...sizes.toReversed(), columns], activation, dropout);
  },
}) satisfies EstimatorMaker;
