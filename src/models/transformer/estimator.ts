import type * as v from 'valibot';
import type { EstimatorMaker } from '../catalog.ts';
import { AppError } from '../../core/errors.ts';
import { attentive } from '../networks/attention.ts';
import { networkMaker } from '../networks/network-maker.ts';
import { Parameters } from '../networks/parameters.ts';
import { sequenceNetwork } from '../networks/sequence-network.ts';
import spec from './spec.ts';

type TransformerParams = v.InferOutput<typeof spec.params>;

/** A small causal Transformer over the events before each row, beside its columns. Throws `network.bad-heads`. */
export default networkMaker<TransformerParams>({
  spec,
  build({ width, heads, layers, dropout }, { columns, outputs, kinds, length }) {
    if (width % heads !== 0) throw new AppError('network.bad-heads', { width, heads });
    const parameters = new Parameters();
    const encoder = attentive(parameters, { kinds, length, width, heads, layers, rate: dropout });
    return sequenceNetwork(parameters, encoder, { columns, outputs, units: width, rate: dropout });
  },
}) satisfies EstimatorMaker;
