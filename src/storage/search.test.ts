import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternSearch } from './search.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Finds patterns in a text that is handed over in chunks of a size. */
function find(patterns: Uint8Array[], text: Uint8Array, size: number): number[] {
  const search = new PatternSearch(patterns);
  const found = new Set<number>();
  let state = 0;
  for (let at = 0; at < text.length; at += size)
    state = search.read(text.subarray(at, at + size), state, (pattern) => found.add(pattern));
  return [...found].sort((a, b) => a - b);
}

test('the example of Aho and Corasick', () => {
  const patterns = ['he', 'she', 'his', 'hers'].map(bytes);
  expect(find(patterns, bytes('ushers'), 100)).toEqual([0, 1, 3]);
  expect(find(patterns, bytes('this'), 1)).toEqual([2]);
  expect(find(patterns, bytes('h e r s'), 3)).toEqual([]);
});

test('no patterns, empty ones and twice the same', () => {
  expect(find([], bytes('text'), 2)).toEqual([]);
  expect(find(['', 'ex', 'ex'].map(bytes), bytes('text'), 2)).toEqual([1, 2]);
});

test('all 256 bytes', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(find([all, Uint8Array.of(255, 0)], all, 7)).toEqual([0]);
  expect(find([all, Uint8Array.of(255, 0)], Uint8Array.from([...all, ...all]), 7)).toEqual([0, 1]);
});

test('finds what Buffer.includes finds, however the text is cut', () => {
  const few = fc.uint8Array({ maxLength: 4 }).map((part) => part.map((byte) => byte % 3));
  fc.assert(
    fc.property(
      fc.array(few, { maxLength: 8 }),
      fc.array(fc.nat(2), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (patterns, text, size) => {
        const whole = Buffer.from(text);
        const expected = patterns.flatMap((each, i) => (each.length && whole.includes(Buffer.from(each)) ? [i] : []));
        expect(find(patterns, Uint8Array.from(text), size)).toEqual(expected);
      },
    ),
    { numRuns: 2000 },
  );
});
