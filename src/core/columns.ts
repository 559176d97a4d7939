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
