import type { Field, Mapping, ViewName } from '../contract/project.ts';

/** The contract's own words, for the pages. */
export type FieldValue = Field;
export type MappedView = ViewName;

/** The fields of each canonical view as the mapping names them: those it cannot be without first. */
export const mappingFields: Record<ViewName, { required: readonly string[]; optional: readonly string[] }> = {
  events: { required: ['user', 'time'], optional: ['event', 'item', 'value', 'quantity', 'price', 'session'] },
  items: { required: ['item'], optional: ['title', 'category', 'price', 'text'] },
  users: { required: ['user'], optional: ['label'] },
  reviews: { required: ['text'], optional: ['user', 'item', 'time', 'rating', 'label'] },
  exposures: { required: [], optional: ['user', 'time', 'variant', 'action', 'propensity', 'reward'] },
  stock: { required: ['item', 'onHand'], optional: ['time', 'onOrder', 'leadTimeDays', 'unitCost'] },
};

export const viewNames = Object.keys(mappingFields) as ViewName[];

/** One view of a mapping before it is complete: the editor's draft. */
export type ViewDraft = { table: string; where?: string } & Record<string, unknown>;

/** True once every required field is there, so that the view can be made. */
export const isComplete = (view: ViewName, draft: ViewDraft): boolean =>
  mappingFields[view].required.every((field) => draft[field] !== undefined && draft[field] !== '');

/** The mapping with one view replaced, or taken away. */
export function withView(mapping: Mapping, view: ViewName, draft: ViewDraft | null): Mapping {
  const { [view]: _gone, ...rest } = mapping;
  return draft === null ? rest : ({ ...rest, [view]: draft } as Mapping);
}

/** The same mapping for a table that the import had to rename. */
export function renameTables(mapping: Mapping, from: string, to: string): Mapping {
  const entries = Object.entries(mapping).map(([view, fields]) => [
    view,
    { ...fields, table: fields.table === from ? to : fields.table },
  ]);
  return Object.fromEntries(entries) as Mapping;
}
