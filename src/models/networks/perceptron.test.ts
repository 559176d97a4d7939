import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { Device } from '../trainer/devices.ts';
import { devices } from '../trainer/devices.ts';
import { hasPlain } from '../trainer/plain-kernel.ts';
import { activation } from './activation.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import type { Graph } from './layer.ts';
import { chain } from './layer.ts';
import { Parameters } from './parameters.ts';
import { wholePerceptron } from './perceptron.ts';
import { perceptronBackward, perceptronForward } from './perceptron-kernel.ts';

/** Rows, and sizes from the columns to the outputs: ends of rows that SIMD does not fill, an odd row, no hidden layer, many. */
const cases: [rows: number, sizes: number[]][] = [
  [1, [1, 1, 1]],
  [3, [4, 2]],
  [7, [5, 3, 1]],
  [16, [30, 64, 32, 1]],
  [9, [17, 33, 19, 8, 3]],
  [2, [6, 5, 4, 3, 2, 7, 2]],
];

describe.each(['wasm', 'cpu'] as const)('all layers as one operation (%s)', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await devices[backend](true);
    await device.use();
    for (const kernel of [perceptronForward, perceptronBackward]) expect(hasPlain(device.tf, kernel)).toBe(true);
  }, 30_000);

  describe.each([0, 0.4])('a share of %f dropped', (rate) => {
    it.each(cases)('is the layers one by one: %i rows, %j', (rows, sizes) => {
      const { tf } = device;
      const draw = seededRandom(11);
      const numbers = (size: number) => Float32Array.from({ length: size }, () => 2 * draw() - 1);
      const parameters = new Parameters();
      const last = sizes.length - 2;
      const composed = chain(
        sizes.slice(1).flatMap((to, at) => {
          const layer = dense(parameters, sizes[at]!, to, at === 0);
          return at === last ? [layer] : [layer, activation('relu'), dropout(rate)];
        }),
      );
      const values = parameters.shapes.map((shape) => numbers(shape.reduce((a, b) => a * b, 1)));
      const [columns, towards] = [numbers(rows * sizes[0]!), numbers(rows * sizes.at(-1)!)];
      const answer = (layers: (graph: Graph, x: Tensor) => Tensor) =>
        tf.tidy(() => {
          const x = tf.tensor(columns, [rows, sizes[0]!]);
          const scores = (...weights: Tensor[]) => layers({ tf, weights, random: seededRandom(3) }, x);
          const weighted = (...weights: Tensor[]) =>
            tf.sum(tf.mul(scores(...weights), tf.tensor(towards, [rows, sizes.at(-1)!])));
          const weights = values.map((each, at) => tf.tensor(each, parameters.shapes[at]));
          const slopes = tf.grads(weighted as never)(weights);
          return [scores(...weights), ...slopes].map((tensor) => ({
            shape: tensor.shape,
            values: [...tensor.dataSync()],
          }));
        });
      const ours = answer((graph, x) => wholePerceptron(graph, x, sizes, rate));
      const theirs = answer((graph, x) => composed.apply(graph, x));
      ours.forEach(({ shape, values: found }, n) => {
        expect(shape).toEqual(theirs[n]!.shape);
        found.forEach((value, at) => {
          const expected = theirs[n]!.values[at]!;
          expect(Math.abs(value - expected)).toBeLessThan(2e-5 * Math.max(1, Math.abs(expected)));
        });
      });
      if (sizes.length > 2 && sizes[0]! > 1) expect(Math.max(...ours[1]!.values.map(Math.abs))).toBeGreaterThan(1e-3);
    });
  });
});
