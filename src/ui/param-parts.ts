import type { ParamField } from '../contract/params.ts';

/** A form of more fields than these shows the first of them, and the others on demand. */
const SHORT = 8;
const SHOWN = 5;

/** The fields of a form in two parts: what is always shown, and what is shown on demand. */
export function partFields(fields: readonly ParamField[]): {
  first: readonly ParamField[];
  more: readonly ParamField[];
} {
  if (fields.length <= SHORT) return { first: fields, more: [] };
  return { first: fields.slice(0, SHOWN), more: fields.slice(SHOWN) };
}
