import * as v from 'valibot';
import { column, text } from '../shared/hints.ts';

export const METHODS = ['constant', 'mean', 'median', 'mode', 'previous', 'next', 'interpolate'] as const;

/** Which missing values are filled, and with what. */
export const params = v.object({
  column: column(),
  method: v.optional(v.picklist(METHODS), 'constant'),
  value: text(),
  order: column(),
  group: column(),
  empty: v.optional(v.boolean(), false),
});

export type Params = v.InferOutput<typeof params>;

/** Methods that calculate, and so need numbers. */
export const isNumeric = ({ method }: Params): boolean => ['mean', 'median', 'interpolate'].includes(method);

/** Methods that look at the rows before and after. */
export const isOrdered = ({ method }: Params): boolean => ['previous', 'next', 'interpolate'].includes(method);
