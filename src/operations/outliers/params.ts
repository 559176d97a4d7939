import * as v from 'valibot';
import { column, text } from '../shared/hints.ts';

/** Which values lie too far out, and what becomes of them. A threshold of 0 stands for the method's usual one. */
export const params = v.object({
  column: column('column:number'),
  method: v.optional(v.picklist(['iqr', 'z', 'mad']), 'iqr'),
  threshold: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)), 0),
  action: v.optional(v.picklist(['flag', 'cap', 'drop']), 'flag'),
  group: column(),
  into: text(),
});

export type Params = v.InferOutput<typeof params>;

const USUAL = { iqr: 1.5, z: 3, mad: 3.5 };

/** How many spreads away a value is an outlier. */
export const thresholdOf = ({ method, threshold }: Params): number => threshold || USUAL[method];
