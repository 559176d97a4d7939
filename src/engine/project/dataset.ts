import type { Dataset, Mapping, Settings } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { viewFields, viewProperties } from '../../sql/canonical.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { TableShape } from './catalog.ts';
import { columnTypes } from './mapping.ts';

const mostEvents = 500;
const events = duckdb.view('events');
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
  const facts = views.events ? await readFacts(call, views.events.includes('event')) : { events: [], range: null };
  return { fingerprint, views, properties: viewProperties(mapping, columnTypes(tables)), settings, ...facts };
}

async function readFacts(call: Call<DatabaseApi>, named: boolean): Promise<Facts> {
  const [range] = await ask<{ first: number | null; last: number | null }>(
    call,
    `SELECT ${duckdb.epochMs('min("time")')} AS first, ${duckdb.epochMs('max("time")')} AS last FROM ${events} WHERE ${valid}`,
  );
  const { first, last } = range ?? { first: null, last: null };
  return {
    events: named ? await readEvents(call) : [],
    range: first === null || last === null ? null : { first, last },
  };
}

const readEvents = (call: Call<DatabaseApi>) =>
  ask<{ name: string; count: number; users: number }>(
    call,
    `SELECT "event" AS name, count(*)::DOUBLE AS count, count(DISTINCT "user")::DOUBLE AS users FROM ${events}
WHERE ${valid} AND "event" IS NOT NULL GROUP BY "event" ORDER BY users DESC, count DESC, name LIMIT ${mostEvents}`,
  );
