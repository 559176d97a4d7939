import type { ViewName } from './project.ts';

export type { CalendarUnit } from '../core/calendar.ts';

/**
 * What differs between SQL engines. Expressions in, expressions out; times are UTC timestamps.
 * A query builder uses these wherever engines differ, so that a project can move to a cluster with the same numbers.
 */
export interface Dialect {
  readonly name: 'duckdb' | 'spark';
  /** A quoted identifier; every character survives. */
  identifier(name: string): string;
  /** A quoted literal; every character survives. */
  literal(value: string | number | boolean | null): string;
  /** The qualified name of a canonical view. A user's own table may bear the bare name. */
  view(name: ViewName): string;
  /** Milliseconds since 1970 as DOUBLE. */
  epochMs(time: string): string;
  /** A timestamp literal from epoch milliseconds. */
  timestamp(ms: number): string;
  /** Microseconds since 1970 as DOUBLE: exact for every time between the years 1684 and 2255. */
  epochUs(time: string): string;
  /** A time some whole seconds later. */
  addSeconds(time: string, seconds: number): string;
  /** Whole days since 1970-01-01, negative before. */
  dayNumber(time: string): string;
  /** Whole months since January 1970, negative before. */
  monthNumber(time: string): string;
  /** A 53-bit hash of some values, nulls told apart, as DOUBLE: it says which rows are surely different. */
  hash(expressions: readonly string[]): string;
  /** Several values as one, which compares from the left. */
  tuple(expressions: readonly string[]): string;
  /** An aggregate: the value in the row that comes last by some expressions, one after the other. */
  argMax(expression: string, by: readonly string[]): string;
  /** A continuous quantile (linear interpolation) as an aggregate. */
  quantile(expression: string, q: number): string;
}
