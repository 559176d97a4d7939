import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { Device } from '../trainer/devices.ts';
import { devices } from '../trainer/devices.ts';
import type { Tf } from '../trainer/objective.ts';
import { longShortTerm } from './long-short-term.ts';
import { gruStates } from './recurrent.ts';
import { gruPasses, hasPasses, lastOf, lstmPasses, statesOf } from './recurrent-steps.ts';

const random = seededRandom(5);
const numbers = (size: number) => Float32Array.from({ length: size }, () => 2 * random() - 1);

/** Steps, rows and units: ends of rows that SIMD does not fill, an odd row, one step, one of each. */
const sizes: [steps: number, rows: number, units: number][] = [
  [1, 1, 1],
  [1, 3, 4],
  [4, 5, 3],
  [3, 2, 8],
  [5, 7, 19],
  [2, 6, 32],
];

type Layer = (tf: Tf, gates: Tensor, u: Tensor2D, bias: Tensor) => Tensor;

/** What a layer answers, and the slopes of a weighted sum of that. */
function answer(tf: Tf, layer: Layer, inputs: { values: Float32Array; shape: number[] }[], weights: Float32Array) {
  return tf.tidy(() => {
    const tensors = inputs.map(({ values, shape }) => tf.tensor(values, shape));
    const weighted = (...given: Tensor[]) => {
      const out = layer(tf, given[0]!, given[1] as Tensor2D, given[2]!);
      return tf.sum(tf.mul(out, tf.tensor(weights.subarray(0, out.size), out.shape)));
    };
    const value = layer(tf, tensors[0]!, tensors[1] as Tensor2D, tensors[2]!);
    const slopes = tf.grads(weighted as never)(tensors);
    return [value, ...slopes].map((tensor) => [...tensor.dataSync()]);
  });
}

const layers: [string, number, Layer, Layer][] = [
  [
    'lstm',
    4,
    // The bias has no part in it: as much as makes its slope 0.
    (tf, gates, u, bias) => tf.add(lastOf(tf, statesOf(tf, lstmPasses, gates, u, null)), tf.mul(0, tf.sum(bias))),
    (tf, gates, u, bias) => tf.add(longShortTerm(tf, gates, u), tf.mul(0, tf.sum(bias))),
  ],
  ['gru', 3, (tf, gates, u, bias) => statesOf(tf, gruPasses, gates, u, bias), gruStates],
];

describe.each(['wasm', 'cpu'] as const)('one operation over all steps (%s)', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await devices[backend](true);
    await device.use();
    for (const passes of [lstmPasses, gruPasses]) expect(hasPasses(device.tf, passes)).toBe(true);
  }, 30_000);

  describe.each(layers)('%s', (_, parts, fused, composed) => {
    it.each(sizes)('is that of its steps: %i steps, %i rows, %i units', (steps, rows, units) => {
      const { tf } = device;
      const shapes = [[steps, rows, parts * units], [units, parts * units], [parts * units]];
      const inputs = shapes.map((shape) => ({ shape, values: numbers(shape.reduce((a, b) => a * b, 1)) }));
      const weights = numbers(steps * rows * units);
      const [ours, theirs] = [fused, composed].map((layer) => answer(tf, layer, inputs, weights));
      ours!.forEach((values, n) => {
        expect(values).toHaveLength(theirs![n]!.length);
        values.forEach((value, at) => expect(Math.abs(value - theirs![n]![at]!)).toBeLessThan(2e-5));
      });
      expect(Math.max(...ours![1]!.map(Math.abs))).toBeGreaterThan(1e-3);
    });

    it('stays where gates are far from 0', () => {
      const { tf } = device;
      const gates = {
        shape: [2, 1, parts],
        values: Float32Array.from({ length: 2 * parts }, (_, at) => (at % 2 ? 80 : -80)),
      };
      const inputs = [gates, { shape: [1, parts], values: numbers(parts) }, { shape: [parts], values: numbers(parts) }];
      const [ours, theirs] = [fused, composed].map((layer) => answer(tf, layer, inputs, Float32Array.of(1, 1)));
      ours!.flat().forEach((value, at) => expect(Math.abs(value - theirs!.flat()[at]!)).toBeLessThan(1e-6));
    });
  });
});
