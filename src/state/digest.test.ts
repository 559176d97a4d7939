import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestOf, exactText } from './digest.ts';

/** Pairs that JSON, or a loop over keys, would take for the same. */
const lookalikes: [string, unknown, unknown][] = [
  ['NaN and null', { a: NaN }, { a: null }],
  ['Infinity and null', [Infinity], [null]],
  ['the two infinities', Infinity, -Infinity],
  ['0 and -0', { a: 0 }, { a: -0 }],
  ['-0 in a typed array', Float64Array.of(0), Float64Array.of(-0)],
  ['NaN and 0 in a typed array', Float32Array.of(NaN), Float32Array.of(0)],
  ['neighbouring doubles', 0.1 + 0.2, 0.3],
  ['a typed array and a list', Float64Array.of(1, 2), [1, 2]],
  ['a typed array and an object', Uint8Array.of(7), { 0: 7 }],
  ['typed arrays of two types', Float32Array.of(1), Float64Array.of(1)],
  ['a number and its text', 1, '1'],
  ['a number and a BigInt', 1, 1n],
  ['a missing key and an undefined one', {}, { a: undefined }],
  ['undefined and null', [undefined], [null]],
  ['the order of a list', [1, 2], [2, 1]],
  ['nested lists', [[1], 2], [1, [2]]],
  ['a text with quotes and two texts', ['a","b'], ['a', 'b']],
  ['a map and its object', new Map([['a', 1]]), { a: 1 }],
  ['a map and a set', new Map(), new Set()],
  ['a date and its number', new Date(5), 5],
  ['a buffer and its bytes', Uint8Array.of(1).buffer, Uint8Array.of(1)],
];

describe('the digest of a result', () => {
  it.each(lookalikes)('tells apart %s', async (_what, one, other) => {
    expect(await digestOf(one)).not.toBe(await digestOf(other));
  });

  it('is the SHA-256 of the text, in hex', async () => {
    const text = '{"a":[1,-0,NaN],"b":Float64Array[0.1,Infinity]}';
    const result = { b: Float64Array.of(0.1, Infinity), a: [1, -0, NaN] };
    expect(exactText(result)).toBe(text);
    expect(await digestOf(result)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('does not depend on the order of keys', async () => {
    expect(await digestOf({ a: 1, b: { c: 2, d: 3 } })).toBe(await digestOf({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('survives the way over a worker’s boundary, and a part of a larger buffer is its own values', async () => {
    const part = new Float64Array(Float64Array.of(9, 1.5, -0, NaN, 9).buffer, 8, 3);
    const result = {
      part,
      list: [part, { when: new Date(0), big: 2n ** 64n, text: '\ud800"\n购物' }],
      none: undefined,
    };
    expect(await digestOf(structuredClone(result))).toBe(await digestOf(result));
    expect(await digestOf(part)).toBe(await digestOf(Float64Array.of(1.5, -0, NaN)));
    const bytes = Uint8Array.of(1, 2, 3, 4).buffer;
    expect(exactText(new DataView(bytes, 1, 2))).toBe('DataView[2,3]');
  });

  it('gives every double a text of its own', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        expect(exactText(a) === exactText(b)).toBe(Object.is(a, b));
      }),
    );
  });
});
