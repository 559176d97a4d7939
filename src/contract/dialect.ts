import type { ViewName } from './project.ts';

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month';

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
  /** A continuous quantile (linear interpolation) as an aggregate. */
  quantile(expression: string, q: number): string;
}
