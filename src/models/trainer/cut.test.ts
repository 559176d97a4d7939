import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Device } from './devices.ts';
import { devices } from './devices.ts';

let wasm: Device;
beforeAll(async () => {
  wasm = await devices.wasm(true);
  await wasm.use();
});

const read = (tensor: Tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()], dtype: tensor.dtype });

/** 0, 1, 2, … in a shape. */
const counted = (shape: number[], dtype: 'float32' | 'int32' = 'float32') => {
  const size = shape.reduce((product, length) => product * length, 1);
  return wasm.tf.tensor([...Array(size).keys()], shape, dtype);
};

/** What stands in a part of a tensor that counts, by the place of each number. */
function expected(shape: number[], begin: number[], size: number[]): number[] {
  const strides = shape.map((_, at) => shape.slice(at + 1).reduce((product, length) => product * length, 1));
  const places = size.reduce<number[]>(
    (all, length, axis) =>
      all.flatMap((at) => [...Array(length).keys()].map((n) => at + (begin[axis]! + n) * strides[axis]!)),
    [0],
  );
  return places;
}

it.each([
  [[7], [2], [3]],
  [[7], [0], [7]],
  [[7], [6], [0]],
  [
    [4, 3],
    [1, 0],
    [2, 3],
  ],
  [
    [4, 3],
    [2, 1],
    [1, 2],
  ],
  [
    [4, 3],
    [1, 1],
    [3, 1],
  ],
  [
    [2, 3, 4],
    [1, 0, 0],
    [1, 3, 4],
  ],
  [
    [2, 3, 4],
    [1, 1, 0],
    [1, 2, 4],
  ],
  [
    [2, 3, 4],
    [0, 1, 2],
    [2, 2, 2],
  ],
])('a slice of %j from %j, %j long', (shape, begin, size) => {
  for (const dtype of ['float32', 'int32'] as const) {
    const found = wasm.tf.tidy(() => read(wasm.tf.slice(counted(shape, dtype), begin, size)));
    expect(found).toEqual({ shape: size, values: expected(shape, begin, size), dtype });
  }
});

it('a slice up to the end', () => {
  const found = wasm.tf.tidy(() => read(wasm.tf.slice(counted([4, 2]), [2, 0], [-1, -1])));
  expect(found).toMatchObject({ shape: [2, 2], values: [4, 5, 6, 7] });
});

it('parts of a vector, and of a matrix along an axis', () => {
  const { tf } = wasm;
  const parts = tf.tidy(() => tf.split(counted([6]), [1, 0, 5]).map(read));
  expect(parts.map(({ values }) => values)).toEqual([[0], [], [1, 2, 3, 4, 5]]);
  expect(tf.tidy(() => tf.split(counted([6]), 3).map((part) => read(part).values))).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  expect(tf.tidy(() => tf.split(counted([2, 2]), 2, 1).map((part) => read(part).values))).toEqual([
    [0, 2],
    [1, 3],
  ]);
});

it('what is cut is a copy', () => {
  const { tf } = wasm;
  const whole = counted([3]);
  const part = tf.slice(whole, [1], [2]);
  whole.dispose();
  const other = tf.tensor1d([9, 9, 9]);
  expect(read(part).values).toEqual([1, 2]);
  tf.dispose([part, other]);
});
