import { makeData, makeVector, Utf8, type Vector } from 'apache-arrow';

/** Texts as an Arrow column; null stays null. Made of bytes, since Arrow's builders compile code, which the page forbids. */
export function textVector(values: readonly (string | null)[]): Vector<Utf8> {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(values.length + 1);
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  let data = new Uint8Array(Math.max(64, values.length * 16));
  values.forEach((value, n) => {
    const start = valueOffsets[n]!;
    // A UTF-16 unit is at most three bytes of UTF-8.
    const needed = start + 3 * (value?.length ?? 0);
    if (needed > data.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(data.subarray(0, start));
      data = larger;
    }
    if (value === null) nullCount++;
    else nullBitmap[n >> 3]! |= 1 << (n & 7);
    valueOffsets[n + 1] = start + (value === null ? 0 : encoder.encodeInto(value, data.subarray(start)).written);
  });
  return makeVector(
    makeData({
      type: new Utf8(),
      length: values.length,
      nullCount,
      nullBitmap,
      valueOffsets,
      data: data.subarray(0, valueOffsets[values.length]),
    }),
  );
}
