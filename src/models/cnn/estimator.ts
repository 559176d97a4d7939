import type * as v from 'valibot';
import type { EstimatorMaker } from '../catalog.ts';
import { convolutional } from '../networks/convolution.ts';
import { networkMaker } from '../networks/network-maker.ts';
import { Parameters } from '../networks/parameters.ts';
import { sequenceNetwork } from '../networks/sequence-network.ts';
import spec from './spec.ts';

type CnnParams = v.InferOutput<typeof spec.params>;

/** Causal convolutions over the events before each row, beside its columns. */
export default networkMaker<CnnParams>({
  spec,
  build({ filters, width, layers, embedding, dropout }, { columns, outputs, kinds, length }) {
    const parameters = new Parameters();
    const encoder = convolutional(parameters, { kinds, length, size: embedding, filters, width, layers });
    return sequenceNetwork(parameters, encoder, { columns, outputs, units: filters, rate: dropout });
  },
}) satisfies EstimatorMaker;
