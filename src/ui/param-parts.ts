import type { ParamField } from '../contract/params.ts';

/** A form of more fields than these shows the first of them, and the others on demand. */
const SHORT = 8;
const SHOWN = 5;

export interface FormParts {
  /** Always shown. */
  first: readonly ParamField[];
  /** Shown on demand, together: under a name of their own, or under none. */
  more: readonly { section?: string; fields: readonly ParamField[] }[];
}

/** True if the field means something beside the other values, or is set all the same. */
export function isShown({ name, default: usual, when }: ParamField, values: Record<string, unknown>): boolean {
  if (!when || JSON.stringify(values[name]) !== JSON.stringify(usual)) return true;
  const other = values[when.name];
  return when.is ? when.is.includes(other) : !when.isNot?.includes(other);
}

function bySection(fields: readonly ParamField[]): FormParts['more'] {
  const sections = [...new Set(fields.map(({ section }) => section))].filter((section) => section !== undefined);
  return sections.map((section) => ({ section, fields: fields.filter((field) => field.section === section) }));
}

/** The fields of a form in parts; those without a section come first. */
export function partFields(fields: readonly ParamField[]): FormParts {
  const more = bySection(fields);
  const free = more.length > 0 ? fields.filter(({ section }) => section === undefined) : fields;
  if (more.length > 0 || free.length <= SHORT) return { first: free, more };
  return { first: free.slice(0, SHOWN), more: [{ fields: free.slice(SHOWN) }] };
}
