import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset, Mapping, Settings } from '../../contract/project.ts';
import { MOST_EVENTS } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { viewFields, viewProperties } from '../../sql/canonical.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { TableShape } from './catalog.ts';
import { columnTypes } from './mapping.ts';

const valid = '"user" IS NOT NULL AND "time" IS NOT NULL';

type Facts = Pick<Dataset, 'events' | 'range'>;

/** What the canonical views offer, with the names of the events and the span of the log. */
export async function readDataset(
  call: Call<DatabaseApi>,
  fingerprint: string,
  mapping: Mapping,
  settings: Settings,
  tables: readonly TableShape[],
): Promise<Dataset> {
  const views = viewFields(mapping);
  const facts = views.events
    ? await readFacts(call, views.events.includes('event'), duckdb)
    : { events: [], range: null };
  return {
    fingerprint,
    views,
    tables: tables.map(({ name, columns }) => ({ name, columns: columns.map(({ name, type }) => ({ name, type })) })),
    properties: viewProperties(mapping, columnTypes(tables)),
    settings,
    ...facts,
  };
}

/**
 * The dataset as it is under a scope, by a dialect that stands under it. `end`: the observation end, which users and events that are left
 * out don't move. Names that are left out come last, with a count of 0: they are not unknown.
 */
export async function readScoped(
  call: Call<DatabaseApi>,
  whole: Dataset,
  sql: Dialect,
  end: number | null,
): Promise<Dataset> {
  if (!whole.views.events) return whole;
  const { events, range } = await readFacts(call, whole.views.events.includes('event'), sql);
  const found = new Set(events.map(({ name }) => name));
  const others = whole.events.filter(({ name }) => !found.has(name)).map(({ name }) => ({ name, count: 0, users: 0 }));
  return {
    ...whole,
    events: [...events, ...others].slice(0, MOST_EVENTS),
    range: range && end !== null ? { first: range.first, last: end } : null,
  };
}

async function readFacts(call: Call<DatabaseApi>, named: boolean, sql: Dialect): Promise<Facts> {
  const [range] = await ask<{ first: number | null; last: number | null }>(
    call,
    `SELECT ${duckdb.epochMs('min("time")')} AS first, ${duckdb.epochMs('max("time")')} AS last FROM ${sql.view('events')} WHERE ${valid}`,
  );
  const { first, last } = range ?? { first: null, last: null };
  return {
    events: named ? await readEvents(call, sql) : [],
    range: first === null || last === null ? null : { first, last },
  };
}

const readEvents = (call: Call<DatabaseApi>, sql: Dialect) =>
  ask<{ name: string; count: number; users: number }>(
    call,
    `SELECT "event" AS name, count(*)::DOUBLE AS count, count(DISTINCT "user")::DOUBLE AS users FROM ${sql.view('events')}
WHERE ${valid} AND "event" IS NOT NULL GROUP BY "event" ORDER BY users DESC, count DESC, name LIMIT ${MOST_EVENTS}`,
  );
