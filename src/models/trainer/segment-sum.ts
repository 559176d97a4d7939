import type { PlainKernel, Values } from './plain-kernel.ts';

/** Adds row r of `x` [rows, width] to row `ids[r]` of `out` [segments, width]; an id outside is left out, as in TensorFlow. */
function addRows(x: Values, ids: Values, out: Values, segments: number): void {
  const width = ids.length === 0 ? 0 : x.length / ids.length;
  out.fill(0);
  for (let row = 0; row < ids.length; row += 1) {
    const segment = ids[row]!;
    if (segment < 0 || segment >= segments) continue;
    for (let at = 0; at < width; at += 1) out[segment * width + at]! += x[row * width + at]!;
  }
}

/**
 * The gradient of an embedding. WebAssembly lacks it; plain JavaScript's own goes through all rows again for each segment, which
 * takes a minute where a step of training takes a tenth of a second.
 */
export const segmentSum: PlainKernel = {
  name: 'UnsortedSegmentSum',
  shapes: ([x, ids], { numSegments }) => [[numSegments as number, ...x!.shape.slice(ids!.shape.length)]],
  compute: ([x, ids], [out], { numSegments }) => addRows(x!, ids!, out!, numSegments as number),
};
