import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';

/** One row: the settings and the observation's span, for `frameOf` (core/frame.ts). */
export function frameQuery({ settings, range }: Dataset, sql: Dialect): string {
  const double = (value: number) => `CAST(${sql.literal(value)} AS DOUBLE)`;
  return `SELECT ${sql.literal(settings.zone)} AS zone, ${sql.literal(settings.weekStart)} AS week_start,
  ${double(range?.first ?? 0)} AS first, ${double(range?.last ?? 0)} AS last,
  ${double(settings.sessionGapMinutes * 60_000_000)} AS session_gap`;
}
