import type { Dataset, Mapping, ViewName } from '../contract/project.ts';

/** What stands behind a property's name. */
export interface PropertyOrigin {
  view: ViewName;
  /** Its name in the view. */
  field: string;
  /** The field is a role, not a column's own name. */
  isRole: boolean;
  /** The column mapped to the role; null where the role is a constant or an expression. */
  column: string | null;
}

/** Before a project has told of its properties. */
export const noOrigins: ReadonlyMap<string, PropertyOrigin> = new Map();

/** The properties that are no plain columns of the log, by name: its roles, and whatever comes from another table. */
export function propertyOrigins(
  { properties, views }: Pick<Dataset, 'properties' | 'views'>,
  mapping: Mapping,
): Map<string, PropertyOrigin> {
  const origins = properties.map(({ name, view, column: field }): [string, PropertyOrigin] => {
    const isRole = views[view]?.includes(field) ?? false;
    const mapped = (mapping[view] as Record<string, unknown> | undefined)?.[field];
    return [name, { view, field, isRole, column: isRole && typeof mapped === 'string' ? mapped : null }];
  });
  return new Map(origins.filter(([, { view, isRole }]) => isRole || view !== 'events'));
}
