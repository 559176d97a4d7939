import { beforeAll, expect, it } from 'vitest';
import type { Device } from './devices.ts';
import { devices } from './devices.ts';

let wasm: Device;
beforeAll(async () => {
  wasm = await devices.wasm(true);
  await wasm.use();
});

/** Rows, or whatever else is asked for along an axis, as numbers. */
function gathered(x: number[][], ids: number[] | number[][], axis = 0, dtype: 'float32' | 'int32' = 'float32') {
  const { tf } = wasm;
  return tf.tidy(() => {
    const out = tf.gather(tf.tensor2d(x, undefined, dtype), tf.tensor(ids, undefined, 'int32') as never, axis);
    return { shape: out.shape, values: [...out.dataSync()], dtype: out.dtype };
  });
}

const x = [
  [1, 2, 3],
  [4, 5, 6],
  [-0.5, 7, 1e-7],
];

it('gives whole rows, each as often as it is asked for', () => {
  const { shape, values } = gathered(x, [2, 0, 2]);
  expect(shape).toEqual([3, 3]);
  expect(values).toEqual(Array.from(Float32Array.of(-0.5, 7, 1e-7, 1, 2, 3, -0.5, 7, 1e-7)));
});

it('gives rows in the shape of what asks for them, and of whole numbers too', () => {
  const { shape, values, dtype } = gathered(
    [[1], [2], [3]],
    [
      [2, 1],
      [0, 0],
    ],
    0,
    'int32',
  );
  expect([shape, values, dtype]).toEqual([[2, 2, 1], [3, 2, 1, 1], 'int32']);
});

it('leaves the other axis to the backend', () => {
  const { shape, values } = gathered(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [2, 0],
    1,
  );
  expect([shape, values]).toEqual([
    [2, 2],
    [3, 1, 6, 4],
  ]);
});

it('refuses a row that is not there', () => {
  expect(() => gathered(x, [3])).toThrow(/no row 3 of 3/);
  expect(() => gathered(x, [-1])).toThrow(/no row -1/);
});

it('is put in place once, however often a device is opened', async () => {
  const own = wasm.tf.getKernel('GatherV2', 'wasm');
  await devices.wasm(true);
  expect(wasm.tf.getKernel('GatherV2', 'wasm')).toBe(own);
});
