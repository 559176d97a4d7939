import type { Dialect } from '../contract/dialect.ts';
import type { ViewName } from '../contract/project.ts';

/** The dialect under a scope: of the views that are named, only the rows that meet the condition over the view's columns. */
export const scoped = (sql: Dialect, conditions: Partial<Record<ViewName, string>>): Dialect => ({
  ...sql,
  view: (name) => {
    const condition = conditions[name];
    return condition === undefined ? sql.view(name) : `(SELECT * FROM ${sql.view(name)} WHERE ${condition})`;
  },
});
