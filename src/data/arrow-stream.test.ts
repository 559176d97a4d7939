import {
  RecordBatchReader,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countArrowRows, cutArrowStream } from './arrow-stream.ts';

const stream = (table: Table): Uint8Array => tableToIPC(table, 'stream');
const batch = (values: number[]): Table => tableFromArrays({ n: Float64Array.from(values) });
const numbers = (table: Table): number[] => Array.from(table.getChildAt(0)! as Iterable<number>);

/** Three batches of 1,000, 1 and 500 rows. */
const several = (): Table => {
  const parts = [1000, 1, 500].map((length, i) => batch(Array.from({ length }, (_, k) => i * 10_000 + k)));
  return new Table(parts.flatMap(({ batches }) => batches));
};

describe('counting rows', () => {
  it('agrees with Arrow’s own reader', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }), (lengths) => {
        const parts = lengths.map((length) => batch(Array.from({ length }, (_, i) => i)));
        const ipc = stream(new Table(parts.flatMap(({ batches }) => batches)));
        const expected = [...RecordBatchReader.from(ipc)].reduce((sum, { numRows }) => sum + numRows, 0);
        expect(countArrowRows(ipc)).toBe(expected);
        expect(expected).toBe(lengths.reduce((sum, length) => sum + length, 0));
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out the values of dictionaries', () => {
    const ipc = stream(tableFromArrays({ word: ['a', 'b', 'a', 'c'] }));
    expect(countArrowRows(ipc)).toBe(4);
  });

  it('reads within a larger buffer', () => {
    const ipc = stream(several());
    const larger = new Uint8Array(ipc.length + 32);
    larger.set(ipc, 8);
    expect(countArrowRows(larger.subarray(8, 8 + ipc.length))).toBe(1501);
  });

  it('refuses a stream that is cut anywhere, or goes on', () => {
    const ipc = stream(batch([1, 2, 3]));
    for (let end = 0; end < ipc.length; end++) expect(() => countArrowRows(ipc.subarray(0, end))).toThrow(RangeError);
    expect(() => countArrowRows(Buffer.concat([ipc, ipc]))).toThrow(RangeError);
    expect(() => countArrowRows(Buffer.concat([ipc, Buffer.alloc(8)]))).toThrow(RangeError);
  });

  it('counts or refuses whatever it is given', () => {
    const ipc = stream(several());
    fc.assert(
      fc.property(fc.nat(ipc.length - 1), fc.nat(255), (at, value) => {
        const altered = ipc.slice();
        altered[at] = value;
        try {
          expect(countArrowRows(altered)).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('cutting', () => {
  it('gives streams that hold the rows in order, none too long where batches allow', () => {
    const ipc = stream(several());
    const pieces = cutArrowStream(ipc, 6000);
    expect(pieces.map(countArrowRows)).toEqual([1000, 501]);
    const values = pieces.flatMap((piece) => numbers(tableFromIPC(piece)));
    expect(values).toEqual(numbers(tableFromIPC(ipc)));
    expect(pieces[1]!.length).toBeLessThanOrEqual(6000);
  });

  it('leaves whole what is short, or has dictionaries', () => {
    const short = stream(several());
    expect(cutArrowStream(short, short.length)).toEqual([short]);
    const words = stream(tableFromArrays({ word: ['a', 'b'] }));
    expect(cutArrowStream(words, 10)).toEqual([words]);
    const plain = stream(new Table({ word: vectorFromArray(['a', 'b'], new Utf8()) }));
    expect(cutArrowStream(plain, 10).map(countArrowRows)).toEqual([2]);
  });
});
