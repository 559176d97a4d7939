import type { Table, Vector } from 'apache-arrow';
import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Compute, Members } from '../../contract/analysis.ts';
import { column, numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import type definition from './index.ts';
import { countsOf, mediansOf, sumsOf } from './groups.ts';
import { segments } from './map.ts';
import { named } from './named.ts';
import type { Params } from './params.ts';
import type { CellRow, RfmResult, SegmentRow } from './result.ts';
import type { Scored } from './scored.ts';
import { scoredUsers } from './scored.ts';

const SCORES = 'rfm_scores';

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

function segmentRows({ recency, frequency, monetary, orders, m, segment }: Scored): SegmentRow[] {
  const users = countsOf(segment, segments.length);
  const value = m && sumsOf(monetary, segment, segments.length);
  const all = value ? sum(value) : 0;
  const median = (values: Float64Array, order: Uint32Array) => mediansOf(values, order, segment, users);
  const recencyDays = median(recency, orders.recency);
  const often = median(frequency, orders.frequency);
  const much = m && median(monetary, orders.monetary);
  return segments.map((name, place) => ({
    segment: name,
    users: users[place]!,
    share: users[place]! / segment.length,
    value: value && value[place]!,
    shareOfValue: value && all > 0 ? value[place]! / all : null,
    recencyDays: recencyDays[place]!,
    frequency: often[place]!,
    monetary: much && much[place]!,
  }));
}

function cellRows({ r, f, m, monetary, orders }: Scored, groups: number): CellRow[] {
  const cell = r.map((score, user) => (score - 1) * groups + f[user]! - 1);
  const users = countsOf(cell, groups * groups);
  const medians = m && mediansOf(monetary, orders.monetary, cell, users);
  const cells = Array.from(users, (count, place) => ({
    r: 1 + Math.floor(place / groups),
    f: 1 + (place % groups),
    users: count,
    monetary: medians && medians[place]!,
  }));
  return cells.filter((row) => row.users > 0).sort((one, two) => two.r - one.r || one.f - two.f);
}

function scoresTable(users: Table, { recency, frequency, monetary, r, f, m, segment }: Scored): Table {
  const whole = (scores: Uint8Array) => makeVector(Int32Array.from(scores));
  const columns: Record<string, Vector> = {
    user: column(users, 'user'),
    recency_days: makeVector(recency),
    frequency: makeVector(frequency),
    r: whole(r),
    f: whole(f),
    ...(m && { monetary: makeVector(monetary), m: whole(m) }),
    segment: named(segment),
  };
  return new ArrowTable(columns);
}

type Tables = Parameters<Compute<typeof definition>>[0];

function scored({ users, about }: Tables, params: Params): Scored {
  if (users.numRows === 0) throw new AppError('rfm.no-users');
  return scoredUsers(users, numbers(about, 'has_amounts')[0] === 1, params);
}

/** Scores every user, counts segments and cells, and publishes the scores as the table `rfm_scores`. */
export default (async (tables, params, context): Promise<RfmResult> => {
  await context.step(0);
  const users = scored(tables, params);
  await context.step(0.6);
  const result: RfmResult = {
    users: tables.users.numRows,
    segments: segmentRows(users),
    cells: cellRows(users, params.groups),
    cuts: users.cuts,
    definition: {
      ...params,
      asOf: new Date(numbers(tables.about, 'end_ms')[0]!).toISOString(),
      zone: strings(tables.about, 'zone')[0]!,
      valuedOnly: numbers(tables.about, 'valued_only')[0] === 1,
    },
  };
  context.publish(SCORES, scoresTable(tables.users, users));
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;

/** The users behind `segment:champions` or `cell:5:4` (recency, frequency). Throws `analysis.unknown-mark`. */
export const members = (async (tables, params, mark, context) => {
  await context.step(0);
  const users = scored(tables, params);
  const cell = /^cell:(\d+):(\d+)$/.exec(mark);
  const place = segments.findIndex((name) => mark === `segment:${name}`);
  if (!cell && place < 0) throw new AppError('analysis.unknown-mark', { mark });
  const [r, f] = [Number(cell?.[1]), Number(cell?.[2])];
  const holds = (row: number) => (cell ? users.r[row] === r && users.f[row] === f : users.segment[row] === place);
  return Array.from(users.r.keys()).filter(holds);
}) satisfies Members<typeof definition>;
