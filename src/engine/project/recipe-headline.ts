import type { Headline } from '../../contract/operation.ts';
import type { Mapping } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { viewSelect } from '../../sql/canonical.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { epochUnits } from './mapping.ts';
import { qualified } from './names.ts';
import type { Relation } from './recipe-relation.ts';

/**
 * The figures that a table stands for: its rows and, where it is mapped to events, the events that have a user and a time, their
 * users, and their summed value. Where the mapped columns are gone, rows alone.
 */
export async function readHeadline(
  call: Call<DatabaseApi>,
  relation: Relation,
  mapping: Mapping,
  signal?: AbortSignal,
): Promise<Headline> {
  const [found] = await ask<{ rows: number }>(
    call,
    `SELECT count(*)::DOUBLE AS rows FROM ${qualified(relation.table)}`,
    signal,
  );
  const rows = found?.rows ?? 0;
  if (mapping.events?.table !== relation.shape.name) return { rows };
  const events = await eventFigures(call, relation, mapping.events, signal).catch((error: unknown) => {
    if (error instanceof AppError && /^(data|sql)\./.test(error.code)) return {};
    throw error;
  });
  return { rows, ...events };
}

async function eventFigures(
  call: Call<DatabaseApi>,
  { table, shape }: Relation,
  mapped: NonNullable<Mapping['events']>,
  signal?: AbortSignal,
): Promise<Omit<Headline, 'rows'>> {
  const events = { ...mapped, table };
  const types = Object.fromEntries(shape.columns.map(({ name, type }) => [name, type]));
  const units = await epochUnits(call, { events }, [{ name: table, rows: 0, columns: shape.columns }]);
  const select = viewSelect('events', events, { [table]: types }, units);
  const value = mapped.value ? ', coalesce(sum("value"), 0)::DOUBLE AS value' : '';
  const [figures] = await ask<{ events: number; users: number; value?: number }>(
    call,
    `SELECT count(*)::DOUBLE AS events, count(DISTINCT "user")::DOUBLE AS users${value}
FROM (${select}\n) WHERE "user" IS NOT NULL AND "time" IS NOT NULL`,
    signal,
  );
  return figures ?? {};
}
