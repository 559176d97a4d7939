import type { Table, Vector } from 'apache-arrow';
import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Compute, Members } from '../../contract/analysis.ts';
import { column, numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { quantileSorted } from '../../core/statistics.ts';
import type definition from './index.ts';
import { segments } from './map.ts';
import { named } from './named.ts';
import type { Params } from './params.ts';
import type { CellRow, RfmResult, SegmentRow } from './result.ts';
import type { Scored } from './scored.ts';
import { scoredUsers } from './scored.ts';

const SCORES = 'rfm_scores';

const medianOf = (values: Float64Array, rows: readonly number[]): number | null =>
  rows.length > 0 ? quantileSorted(Float64Array.from(rows, (row) => values[row]!).sort(), 0.5) : null;

/** The rows of each key, in order. */
function rowsBy(length: number, key: (row: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let row = 0; row < length; row++) {
    const rows = groups.get(key(row));
    if (rows) rows.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

function segmentRows({ recency, frequency, monetary, m, segment }: Scored): SegmentRow[] {
  const users = segment.length;
  const rowsOf = rowsBy(users, (row) => segment[row]!);
  const all = monetary.reduce((sum, value) => sum + value, 0);
  return segments.map((name, place) => {
    const rows = rowsOf.get(place) ?? [];
    const value = m ? rows.reduce((sum, row) => sum + monetary[row]!, 0) : null;
    return {
      segment: name,
      users: rows.length,
      share: rows.length / users,
      value,
      shareOfValue: value !== null && all > 0 ? value / all : null,
      recencyDays: medianOf(recency, rows),
      frequency: medianOf(frequency, rows),
      monetary: m ? medianOf(monetary, rows) : null,
    };
  });
}

function cellRows({ r, f, m, monetary }: Scored, groups: number): CellRow[] {
  const rowsOf = rowsBy(r.length, (row) => r[row]! * (groups + 1) + f[row]!);
  const cells = [...rowsOf].map(([key, rows]) => ({
    r: Math.floor(key / (groups + 1)),
    f: key % (groups + 1),
    users: rows.length,
    monetary: m ? medianOf(monetary, rows) : null,
  }));
  return cells.sort((one, two) => two.r - one.r || one.f - two.f);
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
