import type { ActivationName } from './activation.ts';
import { activation } from './activation.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { chain } from './layer.ts';
import type { Network } from './network.ts';
import { Parameters } from './parameters.ts';

const NOTHING = new Float64Array(0);

/** Fully connected layers with an activation between them: sizes from the columns to the outputs. */
export function perceptron(sizes: readonly number[], name: ActivationName, rate: number): Network {
  const parameters = new Parameters();
  const last = sizes.length - 2;
  const layers = chain(
    sizes.slice(1).flatMap((to, at) => {
      const layer = dense(parameters, sizes[at]!, to, at === 0);
      return at === last ? [layer] : [layer, activation(name), dropout(rate)];
    }),
  );
  return {
    parameters,
    outputs: sizes.at(-1)!,
    cost: layers.cost,
    apply: (graph, x) => layers.apply(graph, x),
    encode: () => NOTHING,
    score: (weights, _, values) => layers.compute(weights, values),
  };
}
