import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';
import { hasPlain } from '../trainer/plain-kernel.ts';
import type { ActivationName } from './activation.ts';
import { activation } from './activation.ts';
import { dense } from './dense.ts';
import { dropFactors, dropout } from './dropout.ts';
import type { Graph } from './layer.ts';
import { chain } from './layer.ts';
import type { Network } from './network.ts';
import { Parameters } from './parameters.ts';
import { perceptronBackward, perceptronForward } from './perceptron-kernel.ts';

const NOTHING = new Float64Array(0);

/** Whether the current backend runs on the processor, where one operation for all layers beats some thirty. */
const hasWhole = (tf: Tf): boolean => hasPlain(tf, perceptronForward) && hasPlain(tf, perceptronBackward);

/** The scores of rows by all layers as one operation, with rectified units; x itself needs no slopes. */
export function wholePerceptron(
  { tf, weights, random }: Graph,
  x: Tensor,
  sizes: readonly number[],
  rate: number,
): Tensor {
  const engine = tf.engine();
  const hidden = sizes.slice(1, -1).reduce((sum, size) => sum + size, 0);
  const drops = random !== null && rate > 0;
  const factors = drops ? [tf.tensor1d(dropFactors(x.shape[0]! * hidden, rate, random))] : [];
  const named = (tensors: readonly Tensor[]) => Object.fromEntries(tensors.map((tensor, n) => [`${n}`, tensor]));
  const layers = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as GradSaveFunc;
    const [scores, reached]: Tensor[] = engine.runKernel(perceptronForward.name, named([x, ...weights, ...factors]), {
      sizes: [...sizes],
    });
    save([x, reached!, ...weights.filter((_, n) => n % 2 === 0)]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] =>
      engine.runKernel(perceptronBackward.name, named([dy, ...saved]), {
        sizes: [...sizes],
        kept: drops ? 1 / (1 - rate) : 1,
      });
    return { value: scores!, gradFunc: gradFunc as never };
  });
  return layers(...weights);
}

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
    apply: (graph, x) =>
      name === 'relu' && hasWhole(graph.tf) ? wholePerceptron(graph, x, sizes, rate) : layers.apply(graph, x),
    encode: () => NOTHING,
    score: (weights, _, values) => layers.compute(weights, values),
  };
}
