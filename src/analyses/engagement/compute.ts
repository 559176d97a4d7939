import type { Compute, Members } from '../../contract/analysis.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { wilson } from '../../core/statistics.ts';
import { bucketsOf, endText } from '../../core/frame.ts';
import { COUNTS, SECONDS, binOf, binned, spread } from './bins.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import { eachPowerUser, powerOf } from './power.ts';
import type { EngagementResult } from './result.ts';
import type { Sessions } from './sessions.ts';
import { lengthOf, lengthsOf, sessionTable, sessionsPerUser } from './sessions.ts';
import { trendOf } from './trend.ts';

/** Makes the sessions, and says how many, how deep and how long they are. */
export default (async (tables, params, context): Promise<EngagementResult> => {
  await context.step(0);
  const table = sessionTable(tables, params);
  const { count, events, timeline, frame, named, gap } = table;
  await context.step(0.5);
  const power = await powerOf(table, params, (share) => context.step(0.5 + 0.3 * share));
  const lengths = lengthsOf(table);
  const perUser = sessionsPerUser(table).filter((sessions) => sessions > 0);
  const bounced = events.reduce((sum, depth) => sum + (depth === 1 ? 1 : 0), 0);
  const bounds = wilson(bounced, count);
  await context.step(0.9);
  return {
    ...{ users: timeline.users, events: timeline.times.length, sessions: count },
    ...{ perUser: spread(perUser), depth: spread(events), length: spread(lengths) },
    perUserBins: binned(COUNTS, perUser),
    depthBins: binned(COUNTS, events),
    lengthBins: binned(SECONDS, lengths),
    bounced,
    bounceRate: count > 0 ? bounced / count : null,
    low: bounds?.low ?? null,
    high: bounds?.high ?? null,
    power,
    trend: count > 0 ? trendOf(table, params) : [],
    definition: {
      ...params,
      ...{ zone: frame.zone, weekStart: frame.weekStart, end: endText(frame), named, gapMinutes: gap / 60_000_000 },
    },
  };
}) satisfies Compute<typeof definition>;

/** The number of a bin; infinite where it is none. */
const binNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Infinity);

/** Which sessions a mark stands for; null where it is no mark of sessions. */
function sessionsBehind(
  kind: string,
  rest: string,
  table: Sessions,
  { trend }: Params,
): ((session: number) => boolean) | null {
  const { events, begins, frame } = table;
  if (kind === 'depth' && binNumber(rest) < COUNTS.length)
    return (session) => binOf(COUNTS, events[session]!) === Number(rest);
  if (kind === 'length' && binNumber(rest) < SECONDS.length)
    return (session) => binOf(SECONDS, lengthOf(table, session)) === Number(rest);
  if (kind === 'bounce' && rest === 'all') return (session) => events[session] === 1;
  const bucket = bucketIndex(trend, rest, frame.weekStart, frame.transitions);
  if (kind !== 'period' || Number.isNaN(bucket)) return null;
  const { of } = bucketsOf(trend, frame);
  return (session) => of(begins[session]!) === bucket;
}

/** The users behind `depth:2`, `length:3`, `sessions:1` (bins), `bounce:all`, `period:2024-01-01`, `power:5`. Throws `analysis.unknown-mark`. */
export const members = (async (tables, params, mark, context) => {
  const [kind = '', rest = ''] = mark.split(/:(.*)/s);
  const table = sessionTable(tables, params);
  const codes = table.timeline.codes;
  const users = new Set<number>();
  if (kind === 'power' && /^\d+$/.test(rest)) {
    const visit = (user: number, days: number) => void (days === Number(rest) && users.add(user));
    await eachPowerUser(table, params, visit, (share) => context.step(share));
    return users;
  }
  if (kind === 'sessions' && binNumber(rest) < COUNTS.length) {
    sessionsPerUser(table).forEach((count, user) => {
      if (count > 0 && binOf(COUNTS, count) === Number(rest)) users.add(codes[user]!);
    });
    return users;
  }
  const isMeant = sessionsBehind(kind, rest, table, params);
  if (!isMeant) throw new AppError('analysis.unknown-mark', { mark });
  for (let session = 0; session < table.count; session++) {
    if (isMeant(session)) users.add(codes[table.users[session]!]!);
  }
  return users;
}) satisfies Members<typeof definition>;
