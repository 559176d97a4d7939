/** A sparse matrix in compressed rows: row r has the entries `offsets[r]` … `offsets[r + 1]`. */
export interface SparseMatrix {
  rows: number;
  columns: number;
  offsets: Uint32Array;
  column: Int32Array;
  value: Float32Array;
}

/** Rows and columns exchanged; entries stay in the order of their rows. */
export function transposed({ rows, columns, offsets, column, value }: SparseMatrix): SparseMatrix {
  const starts = new Uint32Array(columns + 1);
  for (const at of column) starts[at + 1]! += 1;
  for (let at = 0; at < columns; at += 1) starts[at + 1]! += starts[at]!;
  const next = starts.slice(0, columns);
  const other: SparseMatrix = {
    rows: columns,
    columns: rows,
    offsets: starts,
    column: new Int32Array(column.length),
    value: new Float32Array(value.length),
  };
  for (let row = 0; row < rows; row += 1) {
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry += 1) {
      const to = next[column[entry]!]!++;
      other.column[to] = row;
      other.value[to] = value[entry]!;
    }
  }
  return other;
}

/** Some rows, in the order in which they are named. */
export function rowsOf({ columns, offsets, column, value }: SparseMatrix, rows: ArrayLike<number>): SparseMatrix {
  const starts = new Uint32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at += 1) {
    starts[at + 1] = starts[at]! + offsets[rows[at]! + 1]! - offsets[rows[at]!]!;
  }
  const picked = { column: new Int32Array(starts[rows.length]!), value: new Float32Array(starts[rows.length]!) };
  for (let at = 0; at < rows.length; at += 1) {
    const [from, to] = [offsets[rows[at]!]!, offsets[rows[at]! + 1]!];
    picked.column.set(column.subarray(from, to), starts[at]!);
    picked.value.set(value.subarray(from, to), starts[at]!);
  }
  return { rows: rows.length, columns, offsets: starts, ...picked };
}

/** `out` [rows, width] = matrix · `x` [columns, width]. */
export function multiply(matrix: SparseMatrix, x: Float64Array, width: number, out: Float64Array): Float64Array {
  const { rows, offsets, column, value } = matrix;
  out.fill(0);
  for (let row = 0; row < rows; row += 1) {
    const to = row * width;
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry += 1) {
      const from = column[entry]! * width;
      const times = value[entry]!;
      for (let at = 0; at < width; at += 1) out[to + at]! += times * x[from + at]!;
    }
  }
  return out;
}
