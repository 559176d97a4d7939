import { readFileSync } from 'node:fs';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../trainer/devices.ts';
import { devices } from '../trainer/devices.ts';
import type { Tf } from '../trainer/objective.ts';
import { optimisers } from '../trainer/optimiser.ts';
import { selfAttention } from './attention.ts';
import { causalConvolution } from './convolution.ts';
import type { Plain } from './layer.ts';
import type { Encoder } from './network.ts';
import { layerNorm } from './normalisation.ts';
import { Parameters } from './parameters.ts';
import { recurrent } from './recurrent.ts';

interface Recurrent {
  kernel: number[];
  recurrent: number[];
  bias: number[];
  output: number[];
}

/** What TensorFlow answers to given weights: reference.py makes it. */
const golden = JSON.parse(readFileSync(new URL('./keras.golden.json', import.meta.url), 'utf8')) as {
  codes: number[];
  gaps: number[];
  table: number[];
  lstm: Recurrent;
  gru: Recurrent;
  adam: { start: number[]; rate: number; gradients: number[][]; path: number[][] };
  norm: Record<'x' | 'gain' | 'bias' | 'output', number[]>;
  attention: Record<'x' | 'qkv' | 'qkvBias' | 'mixing' | 'mixingBias' | 'output', number[]>;
  convolution: Record<'x' | 'kernel' | 'bias' | 'output', number[]>;
};

const ROWS = 3;
const STEPS = 5;

const expectClose = (values: ArrayLike<number>, expected: readonly number[]): void => {
  expect(values).toHaveLength(expected.length);
  expected.forEach((value, at) => expect(Math.abs(values[at]! - value)).toBeLessThan(2e-6));
};

const tensorsOf = (tf: Tf, parameters: Parameters, plain: Plain): Tensor[] =>
  parameters.shapes.map((shape, at) => tf.tensor(Float32Array.from(plain[at]!), shape));

/** What a function of tensors comes to, with nothing left behind. */
function run(tf: Tf, parameters: Parameters, plain: Plain, of: (weights: Tensor[]) => Tensor): Float32Array {
  return tf.tidy(() => of(tensorsOf(tf, parameters, plain)).dataSync() as Float32Array);
}

const numbers = (...lists: number[][]): Plain => lists.map((list) => Float64Array.from(list));

/** An encoder's answer to the golden events: on a device, and row by row in plain numbers. */
function answers(tf: Tf, parameters: Parameters, encoder: Encoder, plain: Plain): [Float32Array, number[]] {
  const codes = Int32Array.from(golden.codes);
  const device = run(tf, parameters, plain, (weights) =>
    encoder.apply(
      { tf, weights, random: null },
      {
        codes: tf.tensor(codes, [ROWS, STEPS], 'int32'),
        gaps: tf.tensor(golden.gaps, [ROWS, STEPS, 1]) as Tensor3D,
        mask: tf.tensor(
          golden.codes.map((code) => Number(code > 0)),
          [ROWS, STEPS, 1],
        ) as Tensor3D,
      },
    ),
  );
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const seen = [...codes.keys()].filter((at) => Math.floor(at / STEPS) === row && codes[at]! > 0);
    const events = {
      codes: codes.filter((_, at) => seen.includes(at)),
      gaps: Float64Array.from(seen, (at) => golden.gaps[at]!),
    };
    return [...encoder.compute(plain, events)];
  });
  return [device, rows.flat()];
}

describe.each(['wasm', 'cpu'] as const)('with the weights of Keras (%s)', (backend) => {
  let device: Device;
  beforeAll(async () => {
    device = await devices[backend](true);
    await device.use();
  }, 30_000);

  it.each(['lstm', 'gru'] as const)('%s answers as Keras does, padding masked', (kind) => {
    const { kernel, recurrent: own, bias, output } = golden[kind];
    const parameters = new Parameters();
    const encoder = recurrent(parameters, kind, { kinds: 4, length: STEPS, size: 2, units: 3 });
    // A GRU's second bias is that of the recurrent share.
    const biases = kind === 'gru' ? [bias.slice(0, 9), bias.slice(9)] : [bias];
    const [onDevice, plain] = answers(device.tf, parameters, encoder, numbers(golden.table, kernel, own, ...biases));
    expectClose(onDevice, output);
    expectClose(plain, output);
  });

  it('layer norm', () => {
    const { x, gain, bias, output } = golden.norm;
    const parameters = new Parameters();
    const layer = layerNorm(parameters, 4);
    const plain = numbers(gain, bias);
    const { tf } = device;
    expectClose(
      run(tf, parameters, plain, (weights) => layer.apply({ tf, weights, random: null }, tf.tensor(x, [2, 4]))),
      output,
    );
    expectClose(layer.compute(plain, Float64Array.from(x)), output);
  });

  it('causal attention with two heads', () => {
    const { x, qkv, qkvBias, mixing, mixingBias, output } = golden.attention;
    const parameters = new Parameters();
    const layer = selfAttention(parameters, { width: 4, heads: 2, length: 4 });
    const plain = numbers(qkv, qkvBias, mixing, mixingBias);
    const { tf } = device;
    const later = Array.from({ length: 16 }, (_, at) => (at % 4 > Math.floor(at / 4) ? -1e9 : 0));
    const onDevice = run(tf, parameters, plain, (weights) =>
      layer.apply({ tf, weights, random: null }, tf.tensor(x, [1, 4, 4]), tf.tensor(later, [1, 1, 4, 4])),
    );
    expectClose(onDevice, output);
    expectClose(layer.compute(plain, Float64Array.from(x)), output);
  });

  it('causal convolution with gaps', () => {
    const { x, kernel, bias, output } = golden.convolution;
    const parameters = new Parameters();
    const layer = causalConvolution(parameters, { from: 2, to: 3, width: 3, dilation: 2 });
    const plain = numbers(kernel, bias);
    const { tf } = device;
    expectClose(
      run(tf, parameters, plain, (weights) => layer.apply({ tf, weights, random: null }, tf.tensor(x, [1, 6, 2]))),
      output,
    );
    expectClose(layer.compute(plain, Float64Array.from(x)), output);
  });

  it.each(['by a kernel', 'by operations'])('Adam takes the same way %s', (by) => {
    const { start, rate, gradients, path } = golden.adam;
    const tf = by === 'by a kernel' ? device.tf : { ...device.tf, getBackend: () => 'none' };
    tf.tidy(() => {
      const decay = tf.zeros([3]);
      let at = { weights: tf.tensor(start), first: tf.zeros([3]), second: tf.zeros([3]) };
      gradients.forEach((gradient, step) => {
        const slope = { decay, gradient: tf.mul(tf.tensor(gradient), 4), rows: 4 };
        at = optimisers.adam(tf, at, slope, rate, step + 1) as typeof at;
        expectClose(at.weights.dataSync(), path[step]!);
      });
    });
  });
});
