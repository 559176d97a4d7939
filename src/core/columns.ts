import type { Table, Vector } from 'apache-arrow';
import { AppError } from './errors.ts';

/** A column by name. Throws `compute.missing-column`: a query and its computation do not fit. */
export function column(table: Table, name: string): Vector {
  const found = table.schema.fields.findIndex((field) => field.name === name);
  if (found < 0) throw new AppError('compute.missing-column', { column: name });
  return table.getChildAt(found)!;
}

/** A DOUBLE column as one array; nulls become NaN. */
export function numbers(table: Table, name: string): Float64Array {
  const vector = column(table, name);
  const values = new Float64Array(vector.length);
  let offset = 0;
  for (const chunk of vector.data) {
    values.set(chunk.values.subarray(0, chunk.length), offset);
    if (chunk.nullCount > 0) {
      for (let n = 0; n < chunk.length; n++) if (!chunk.getValid(n)) values[offset + n] = NaN;
    }
    offset += chunk.length;
  }
  return values;
}

/** A text column as strings and nulls. */
export function strings(table: Table, name: string): (string | null)[] {
  return [...column(table, name)] as (string | null)[];
}

/** The lists of one DOUBLE[] column in one batch: list n is `values` from `offsets[n]` up to `offsets[n + 1]`. */
export interface Lists {
  length: number;
  offsets: Int32Array;
  values: Float64Array;
}

/** The DOUBLE[] columns named, batch by batch, without making one object per row. */
export function* listBatches(table: Table, names: readonly string[]): Generator<Lists[]> {
  const vectors = names.map((name) => column(table, name));
  for (let batch = 0; batch < table.batches.length; batch++) {
    // A batch without rows comes without the lists' values.
    if (table.batches[batch]!.numRows === 0) continue;
    yield vectors.map((vector) => {
      const chunk = vector.data[batch]!;
      return { length: chunk.length, offsets: chunk.valueOffsets, values: chunk.children[0]!.values as Float64Array };
    });
  }
}
