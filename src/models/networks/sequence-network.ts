import { activation } from './activation.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { chain } from './layer.ts';
import type { Encoder, Network } from './network.ts';
import type { Parameters } from './parameters.ts';

/** An encoder of events, whose answer and the columns side by side go through one hidden layer to the outputs. */
export function sequenceNetwork(
  parameters: Parameters,
  encoder: Encoder,
  about: { columns: number; outputs: number; units: number; rate: number },
): Network {
  const { columns, outputs, units, rate } = about;
  const head = chain([
    dropout(rate),
    dense(parameters, encoder.width + columns, units),
    activation('relu'),
    dropout(rate),
    dense(parameters, units, outputs),
  ]);
  return {
    parameters,
    outputs,
    cost: encoder.cost + head.cost,
    apply: (graph, x, events) => head.apply(graph, graph.tf.concat([encoder.apply(graph, events!), x], 1)),
    encode: (weights, events) => encoder.compute(weights, events!),
    score(weights, encoded, values) {
      const both = new Float64Array(encoded.length + values.length);
      both.set(encoded);
      both.set(values, encoded.length);
      return head.compute(weights, both);
    },
  };
}
