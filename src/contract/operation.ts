import type * as v from 'valibot';
import type { Schema } from './analysis.ts';
import type { Dialect } from './dialect.ts';
import type { ColumnType } from './import.ts';

/** A table as a step sees it: names, and types in DuckDB's words (`VARCHAR`, `BIGINT`, `DOUBLE`, `TIMESTAMP` …). */
export interface Shape {
  name: string;
  columns: { name: string; type: string }[];
}

/** A column that a step reads, of one of these types; any type where none is named. */
export interface ColumnNeed {
  column: string;
  types?: readonly ColumnType[];
  /** The other table that it belongs to. */
  table?: string;
}

/**
 * A step in SQL. All of it reads the relation `input`, whose rows also carry their number as `__row` (each its own, ascending
 * in the order of the rows), and other tables by `main."name"`. After a step that repeats rows they are numbered anew.
 */
export interface StepSql {
  /**
   * A SELECT from `input` with the columns of the step's outcome, `__row` first, in the order to keep: it ends in ORDER BY
   * where it would lose `input`'s. A row that is repeated keeps its number, a row from elsewhere gets a higher one.
   */
  select: string;
  /**
   * A condition over a row of `FROM input` (unaliased), which may use window functions and subqueries, so it is to be
   * selected, not put into WHERE: true where the step alters, drops or marks that row. Never null.
   */
  touched: string;
  /** A SELECT of one row of counts (DOUBLE) that only this step can tell; each is worded by `figure.<column>`. */
  figures?: string;
}

/**
 * One kind of cleaning or joining: from a table to the next one, by SQL alone, so that it can be shown, taken back and
 * run again on another file. Parameters are a valibot object with defaults, as in an analysis: the form is drawn from it.
 */
export interface Operation<S extends Schema, K extends string> {
  /** The folder's name. */
  id: string;
  version: number;
  group: 'rows' | 'values' | 'columns' | 'tables';
  params: S;
  /** What the table must have; checked before the step runs, so that a drifted file is told exactly what it lacks. */
  needs(params: v.InferOutput<S>): ColumnNeed[];
  /** Throws an AppError (`recipe.*`) where parameters contradict the table. `tables` are the project's other tables. */
  sql(params: v.InferOutput<S>, input: Shape, sql: Dialect, tables: readonly Shape[]): StepSql;
  /** The step in words, for the list: `Remove duplicates by user and time`. */
  describe(params: v.InferOutput<S>, text: (key: K, values?: Record<string, string | number>) => string): string;
  migrate?(params: Record<string, unknown>, from: number): Record<string, unknown>;
  texts: Record<'en' | 'zh', Record<K | 'title' | 'about', string> & Record<string, string>>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the erased form that the registry holds
export type AnyOperation = Operation<any, any>;

/** Infers the type parameters; does nothing else. */
export const defineOperation = <const S extends Schema, K extends string>(
  operation: Operation<S, K>,
): Operation<S, K> => operation;

/** A step of a recipe as it is saved. */
export interface RecipeStep {
  operation: string;
  version: number;
  params: Record<string, unknown>;
  /** Kept in the list, but not taken. */
  off?: boolean;
}

/** What a table says at a glance; users, events and value only where it is mapped to events. */
export interface Headline {
  rows: number;
  events?: number;
  users?: number;
  value?: number;
}

/** What one step did. */
export interface StepReport {
  step: RecipeStep;
  touched: number;
  before: Headline;
  after: Headline;
  figures: Record<string, number>;
  /** The first rows that were touched, as text: as they were, and what became of each (none where it was dropped). */
  examples: {
    columns: string[];
    rows: { before: (string | null)[]; after: (string | null)[] | null }[];
    afterColumns: string[];
  };
}

/** Where a recipe and a table don't agree. */
export interface Drift {
  /** 0-based. */
  step: number;
  /** `missing-column`, `other-type`, `missing-table`, `unknown-operation`, `bad-params`, or an error's code. */
  reason: string;
  values: Record<string, string | number>;
}
