import type { Property } from './population.ts';

/** One field of a canonical view: a column of the table, a constant, or an SQL expression over the table's columns. */
export type Field = string | { constant: string | number } | { sql: string };

/** Which table and columns make each canonical view. What is not mapped does not exist. */
export interface Mapping {
  events?: {
    table: string;
    user: Field;
    time: Field;
    event?: Field;
    item?: Field;
    value?: Field;
    quantity?: Field;
    price?: Field;
    session?: Field;
    /** An SQL condition over the table's columns: rows that fail it are left out. */
    where?: string;
  };
  items?: { table: string; item: Field; title?: Field; category?: Field; price?: Field; text?: Field };
  users?: { table: string; user: Field; label?: Field };
  reviews?: { table: string; text?: Field; user?: Field; item?: Field; time?: Field; rating?: Field; label?: Field };
  exposures?: {
    table: string;
    user?: Field;
    time?: Field;
    variant?: Field;
    action?: Field;
    propensity?: Field;
    reward?: Field;
  };
  stock?: {
    table: string;
    item: Field;
    onHand: Field;
    time?: Field;
    onOrder?: Field;
    leadTimeDays?: Field;
    unitCost?: Field;
  };
}

export type ViewName = keyof Mapping;

export interface Settings {
  /** An IANA zone name; every calendar bucket uses it. */
  zone: string;
  weekStart: 'monday' | 'sunday';
  language: 'en' | 'zh';
  sessionGapMinutes: number;
}

/** So many names of events a dataset lists; where it lists fewer, these are all. */
export const MOST_EVENTS = 500;

/** What a query builder may know of the project's data. */
export interface Dataset {
  /** Changes whenever a table, the mapping or a setting that alters figures changes. */
  fingerprint: string;
  /** The fields that exist in each canonical view. */
  views: Partial<Record<ViewName, readonly string[]>>;
  /** The project's tables with their columns and DuckDB's names of their types, whatever is mapped. */
  tables: readonly { name: string; columns: readonly { name: string; type: string }[] }[];
  /** What can be filtered and broken down by, roles first. */
  properties: readonly Property[];
  settings: Settings;
  /** The event names, most users first, at most `MOST_EVENTS`. Empty where no event column is mapped. Those that a scope leaves out come last, with 0. */
  events: readonly { name: string; count: number; users: number }[];
  /** First event time and observation end, epoch ms; null without any dated event. */
  range: { first: number; last: number } | null;
}

/** A field that an analysis needs, e.g. `events.user`; or one of several, `events.user|users.user`. */
export type Requirement = `${ViewName}.${string}`;

/** Whether the views offer a field that is needed. */
export const offers = (views: Dataset['views'], requirement: Requirement): boolean =>
  requirement.split('|').some((each) => {
    const [view, field] = each.split('.') as [ViewName, string];
    return views[view]?.includes(field) ?? false;
  });
