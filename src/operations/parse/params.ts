import * as v from 'valibot';
import { column, text } from '../shared/hints.ts';

/** What usually stands for a missing value; capitals make no difference. */
const NULLS = ['', 'NA', 'N/A', 'null', 'NaN', 'None', '-', '\\N'];

/** What the texts of a column are read as, and how. */
export const params = v.object({
  column: column('column:text'),
  to: v.optional(v.picklist(['integer', 'number', 'timestamp', 'date', 'boolean']), 'number'),
  decimal: v.optional(v.picklist(['point', 'comma']), 'point'),
  format: text(),
  order: v.optional(v.picklist(['ymd', 'dmy', 'mdy']), 'ymd'),
  nulls: v.optional(v.array(v.string()), () => [...NULLS]),
});

export type Params = v.InferOutput<typeof params>;
