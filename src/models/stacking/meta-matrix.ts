import type { Matrix } from '../matrix.ts';

/**
 * The predictions of base models as columns, one per model and class: `0:logistic`, or `0:logistic:2` for class 2. As they are:
 * they are on one scale, or in the label's units.
 */
export function metaMatrix(
  ids: readonly string[],
  parts: readonly Float64Array[],
  rows: number,
  outputs: number,
): Matrix {
  const columns = ids.length * outputs;
  const data = new Float64Array(rows * columns);
  parts.forEach((p, at) => {
    for (let row = 0; row < rows; row += 1) {
      for (let k = 0; k < outputs; k += 1) data[row * columns + at * outputs + k] = p[row * outputs + k]!;
    }
  });
  const names = ids.flatMap((id, at) =>
    Array.from({ length: outputs }, (_, k) => (outputs === 1 ? `${at}:${id}` : `${at}:${id}:${k}`)),
  );
  return { data, rows, columns, names };
}
