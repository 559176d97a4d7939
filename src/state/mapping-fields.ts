import type { Field, Mapping, ViewName } from '../contract/project.ts';

/** The contract's own words, for the pages. */
export type FieldValue = Field;
export type MappedView = ViewName;

/** The fields of each canonical view as the mapping names them: those it cannot be without first. */
export const mappingFields: Record<ViewName, { required: readonly string[]; optional: readonly string[] }> = {
  events: { required: ['user', 'time'], optional: ['event', 'item', 'value', 'quantity', 'price', 'session'] },
  items: { required: ['item'], optional: ['title', 'category', 'price', 'text'] },
  users: { required: ['user'], optional: ['label'] },
  reviews: { required: [], optional: ['text', 'user', 'item', 'time', 'rating', 'label'] },
  exposures: { required: [], optional: ['user', 'time', 'variant', 'action', 'propensity', 'reward'] },
  stock: { required: ['item', 'onHand'], optional: ['time', 'onOrder', 'leadTimeDays', 'unitCost'] },
};

export const viewNames = Object.keys(mappingFields) as ViewName[];

/** One view of a mapping before it is complete: the editor's draft. */
export type ViewDraft = { table: string; where?: string } & Record<string, unknown>;

/** True once every required field is there, so that the view can be made. */
export const isComplete = (view: ViewName, draft: ViewDraft): boolean =>
  mappingFields[view].required.every((field) => draft[field] !== undefined && draft[field] !== '');

interface TableColumns {
  name: string;
  columns: readonly { name: string; type: string }[];
}

/** What the other views of the same table say of a field: roles of the same name mean the same. */
const rolesElsewhere = (table: string, mapping: Mapping): Record<string, unknown> =>
  Object.assign({}, ...Object.values(mapping).filter((view) => view.table === table)) as Record<string, unknown>;

/** A draft of a view that begins with a table: with the roles it bears in other views, and with its time where one column alone can be that. */
export function draftFrom(view: ViewName, { name, columns }: TableColumns, mapping: Mapping): ViewDraft {
  const { required, optional } = mappingFields[view];
  const known = rolesElsewhere(name, mapping);
  const times = columns.filter(({ type }) => /^(TIMESTAMP|DATE)/.test(type));
  const time = times.length === 1 ? times[0]!.name : undefined;
  const roles = [...required, ...optional].map((field) => [
    field,
    known[field] ?? (field === 'time' ? time : undefined),
  ]);
  return { ...Object.fromEntries(roles.filter(([, column]) => column !== undefined)), table: name } as ViewDraft;
}

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
