import { beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import type { Device } from './devices.ts';
import { devices } from './devices.ts';

let wasm: Device;
beforeAll(async () => {
  wasm = await devices.wasm(true);
  await wasm.use();
});

const random = seededRandom(1);
const numbers = (size: number) => Float32Array.from({ length: size }, () => random() - 0.5);

/** By the definition of a product: pair n, row i, column j. */
function expected(a: Float32Array, b: Float32Array, [pairs, rows, depth, columns]: number[], ta: boolean, tb: boolean) {
  const out: number[] = [];
  for (let n = 0; n < pairs!; n += 1) {
    for (let i = 0; i < rows!; i += 1) {
      for (let j = 0; j < columns!; j += 1) {
        let sum = 0;
        for (let p = 0; p < depth!; p += 1) {
          const left = a[n * rows! * depth! + (ta ? p * rows! + i : i * depth! + p)]!;
          sum += left * b[n * depth! * columns! + (tb ? j * depth! + p : p * columns! + j)]!;
        }
        out.push(sum);
      }
    }
  }
  return out;
}

const cases = [false, true].flatMap((ta) =>
  [false, true].flatMap((tb) =>
    [[3, 5, 7, 1], [2, 1, 1, 4], [4, 50, 64, 50], [2, 3, 2, 18], [6, 2, 9, 35]].map((sizes) => ({ sizes, ta, tb })),
  ),
); // prettier-ignore

it.each(cases)('multiplies pairs of matrices: $sizes, transposed $ta $tb', ({ sizes, ta, tb }) => {
  const { tf } = wasm;
  const [pairs, rows, depth, columns] = sizes as [number, number, number, number];
  const [x, y] = [numbers(pairs * rows * depth), numbers(pairs * depth * columns)];
  const { shape, values } = tf.tidy(() => {
    const a = tf.tensor4d(x, [1, pairs, ...((ta ? [depth, rows] : [rows, depth]) as [number, number])]);
    const b = tf.tensor4d(y, [1, pairs, ...((tb ? [columns, depth] : [depth, columns]) as [number, number])]);
    const out = tf.matMul(a, b, ta, tb);
    return { shape: out.shape, values: [...out.dataSync()] };
  });
  expect(shape).toEqual([1, pairs, rows, columns]);
  expected(x, y, sizes, ta, tb).forEach((value, at) => expect(values[at]).toBeCloseTo(value, 5));
});

it('leaves to the backend where one matrix stands against several', () => {
  const { tf } = wasm;
  const [x, y] = [numbers(2 * 3 * 4), numbers(4 * 2)];
  const values = tf.tidy(() => [...tf.matMul(tf.tensor3d(x, [2, 3, 4]), tf.tensor3d(y, [1, 4, 2])).dataSync()]);
  const twice = Float32Array.of(...y, ...y);
  expected(x, twice, [2, 3, 4, 2], false, false).forEach((value, at) => expect(values[at]).toBeCloseTo(value, 5));
});
