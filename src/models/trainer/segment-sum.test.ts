import { describe, expect, it } from 'vitest';
import { devices } from './devices.ts';
import type { Tf } from './objective.ts';

/** Rows added up by segment, as TensorFlow's documentation defines it: an id outside is left out. */
function summed(tf: Tf, x: number[][], ids: number[], segments: number, dtype: 'float32' | 'int32' = 'float32') {
  return tf.tidy(() => {
    const sums = tf.unsortedSegmentSum(tf.tensor2d(x, undefined, dtype), tf.tensor1d(ids, 'int32'), segments);
    return { values: sums.arraySync(), dtype: sums.dtype };
  });
}

describe.each(['wasm', 'cpu'] as const)('segments on %s', (backend) => {
  it('add up their rows; one without rows is 0, a row of no segment is left out', async () => {
    const device = await devices[backend](true);
    await device.use();
    const before = device.tf.memory().numTensors;
    const x = [
      [1, 2],
      [10, 20],
      [100, 200],
      [1000, 2000],
      [5, 5],
    ];
    const sums = [
      [101, 202],
      [0, 0],
      [10, 20],
    ];
    expect(summed(device.tf, x, [0, 2, 0, -1, 3], 3)).toEqual({ values: sums, dtype: 'float32' });
    expect(summed(device.tf, x, [0, 2, 0, -1, 3], 3, 'int32')).toEqual({ values: sums, dtype: 'int32' });
    expect(device.tf.memory().numTensors).toBe(before);
  }, 180_000);

  it('are put in place once, however often a device is opened', async () => {
    const { tf } = await devices[backend](true);
    const own = tf.getKernel('UnsortedSegmentSum', backend);
    await devices[backend](true);
    expect(tf.getKernel('UnsortedSegmentSum', backend)).toBe(own);
  });
});
