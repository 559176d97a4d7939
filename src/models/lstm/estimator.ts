import type * as v from 'valibot';
import type { EstimatorMaker } from '../catalog.ts';
import { networkMaker } from '../networks/network-maker.ts';
import { Parameters } from '../networks/parameters.ts';
import { recurrent } from '../networks/recurrent.ts';
import { sequenceNetwork } from '../networks/sequence-network.ts';
import spec from './spec.ts';

type LstmParams = v.InferOutput<typeof spec.params>;

/** A long short-term memory network over the events before each row, beside its columns. */
export default networkMaker<LstmParams>({
  spec,
  build({ units, embedding, dropout }, { columns, outputs, kinds, length }) {
    const parameters = new Parameters();
    const encoder = recurrent(parameters, 'lstm', { kinds, length, size: embedding, units });
    return sequenceNetwork(parameters, encoder, { columns, outputs, units, rate: dropout });
  },
}) satisfies EstimatorMaker;
