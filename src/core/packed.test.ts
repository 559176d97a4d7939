import { expect, it } from 'vitest';
import { pack, unpack } from './packed.ts';

const value = {
  weights: Float64Array.of(0.1, -0, NaN, Infinity, 5e-324, Number.MAX_VALUE),
  labels: Float32Array.of(0.1, -0),
  history: [0.1 + 0.2, 1e21, -0, NaN, -Infinity],
  nested: [{ step: new Float64Array(20_000).fill(1 / 3) }, { none: null, text: 'Ü 漢', yes: true }],
};

it('every number comes back to the bit, through JSON on a disk', () => {
  const text = JSON.parse(JSON.stringify(pack(value)));
  const back = unpack(text) as typeof value;
  expect(back).toEqual(value);
  expect(new Uint8Array(back.weights.buffer)).toEqual(new Uint8Array(value.weights.buffer));
  expect(Object.is(back.history[2], -0)).toBe(true);
});

it('holds doubles as their little-endian bytes', () => {
  // 1.0 is 3FF0000000000000 in IEEE 754.
  expect(pack(Float64Array.of(1)).slice(9)).toBe(
    JSON.stringify({ $f64: Buffer.from('000000000000f03f', 'hex').toString('base64') }),
  );
});

it('a part of a larger buffer is kept alone', () => {
  expect(unpack(pack(Float64Array.of(1, 2, 3, 4).subarray(1, 3)))).toEqual(Float64Array.of(2, 3));
});

it('whatever was damaged is nothing, wherever it was', () => {
  const text = pack({ weights: Float64Array.of(1, 2), history: [3] });
  for (let at = 0; at < text.length; at += 1) {
    const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
    expect(unpack(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
    expect(unpack(text.slice(0, at))).toBeUndefined();
  }
  for (const none of [undefined, null, 7, {}, '']) expect(unpack(none)).toBeUndefined();
});
