import { describe, expect, it } from 'vitest';
import { isAscii } from './utf8-source.ts';

describe('isAscii', () => {
  it('finds one high byte wherever it is, at any alignment', () => {
    for (let length = 0; length < 75; length++) {
      for (let offset = 0; offset < 4; offset++) {
        const bytes = new Uint8Array(length + offset + 9)
          .fill(200)
          .subarray(offset, offset + length)
          .fill(127);
        expect(isAscii(bytes)).toBe(true);
        for (let at = 0; at < length; at++) {
          bytes[at] = 128;
          expect(isAscii(bytes)).toBe(false);
          bytes[at] = 127;
        }
      }
    }
  });
});
