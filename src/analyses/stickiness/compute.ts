import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import type { Frame } from '../../core/frame.ts';
import { bucketsOf, endText, frameOf } from '../../core/frame.ts';
import type definition from './index.ts';
import type { Tables } from './intervals.ts';
import { countedPeriods, eachUserDays, eachUserPeriod } from './intervals.ts';
import type { Params } from './params.ts';
import type { ActiveDay, StickinessBin, StickinessResult } from './result.ts';

const WEEK = 7;
const MONTH = 30;

async function binsOf(tables: Tables, params: Params, context: Context): Promise<StickinessBin[]> {
  const counts: number[] = [];
  const visit = (_user: number, intervals: number) => (counts[intervals] = (counts[intervals] ?? 0) + 1);
  await eachUserPeriod(tables, params, visit, (share) => context.step(share / 2));
  const bins: StickinessBin[] = [];
  for (let intervals = counts.length - 1, atLeast = 0; intervals >= 1; intervals--) {
    const exactly = counts[intervals] ?? 0;
    atLeast += exactly;
    bins.push({ intervals, exactly, atLeast, shareExactly: null, shareAtLeast: null });
  }
  const total = bins.at(-1)?.atLeast ?? 0;
  return bins
    .reverse()
    .map((bin) => ({ ...bin, shareExactly: bin.exactly / total, shareAtLeast: bin.atLeast / total }));
}

/** Users active in the `window` days that end with each day: each active day lasts until the next one, or so long. */
function addWindow(change: Float64Array, first: number, days: Int32Array, count: number, window: number): void {
  for (let n = 0; n < count; n++) {
    const from = days[n]! - first;
    const until = n + 1 < count ? Math.min(from + window, days[n + 1]! - first) : from + window;
    change[from]!++;
    if (until < change.length) change[until]!--;
  }
}

async function daysOf(tables: Tables, frame: Frame, context: Context): Promise<ActiveDay[]> {
  const buckets = bucketsOf('day', frame);
  const [first, last] = [buckets.of(frame.first * 1000), buckets.of(frame.last * 1000)];
  const windows = [1, WEEK, MONTH];
  const changes = windows.map(() => new Float64Array(last - first + 1));
  await eachUserDays(
    tables,
    (_user, days, count) => windows.forEach((window, n) => addWindow(changes[n]!, first, days, count, window)),
    (share) => context.step(0.5 + share / 2),
  );
  const [daily, weekly, monthly] = changes.map((change) => {
    let users = 0;
    return change.map((by) => (users += by));
  });
  return Array.from(daily!, (dau, n) => {
    const wau = n + 1 >= WEEK ? weekly![n]! : null;
    const mau = n + 1 >= MONTH ? monthly![n]! : null;
    return {
      ...{ day: buckets.name(first + n), dau, wau, mau },
      dauMau: mau ? dau / mau : null,
      wauMau: mau ? wau! / mau : null,
      partial: first + n === last,
    };
  });
}

function meanOf(days: readonly ActiveDay[], key: 'dauMau' | 'wauMau'): number | null {
  const known = days.filter((day) => !day.partial && day[key] !== null);
  return known.length > 0 ? known.reduce((sum, day) => sum + day[key]!, 0) / known.length : null;
}

/** Counts each user's active intervals, and the users of each day, week and month. */
export default (async (tables, params, context): Promise<StickinessResult> => {
  await context.step(0);
  const frame = frameOf(tables.frame);
  const bins = await binsOf(tables, params, context);
  const { first, last, whole } = countedPeriods(params, frame);
  const total = bins[0]?.atLeast ?? 0;
  const days = tables.events.numRows > 0 ? await daysOf(tables, frame, context) : [];
  const sum = bins.reduce((all, { intervals, exactly }) => all + intervals * exactly, 0);
  const { zone, weekStart } = frame;
  return {
    bins,
    total,
    mean: total > 0 ? sum / total : null,
    periods: last - first + 1,
    whole,
    days,
    meanDauMau: meanOf(days, 'dauMau'),
    meanWauMau: meanOf(days, 'wauMau'),
    definition: { ...params, zone, weekStart, end: endText(frame) },
  };
}) satisfies Compute<typeof definition>;

const WINDOWS: Record<string, number> = { dau: 1, wau: WEEK, mau: MONTH };

async function activeBy(tables: Tables, day: number, window: number, context: Context): Promise<number[]> {
  const users: number[] = [];
  await eachUserDays(
    tables,
    (user, days, count) => {
      for (let n = 0; n < count; n++) {
        if (days[n]! <= day - window || days[n]! > day) continue;
        users.push(user);
        return;
      }
    },
    (share) => context.step(share),
  );
  return users;
}

/** The users behind `exactly:3`, `dau:2024-01-01`, `wau:…` or `mau:…`. Throws `analysis.unknown-mark`. */
export const members = (async (tables, params, mark, context) => {
  const at = mark.indexOf(':');
  const [kind, rest] = [mark.slice(0, Math.max(0, at)), mark.slice(at + 1)];
  if (kind === 'exactly' && /^\d+$/.test(rest)) {
    const users = new Set<number>();
    const visit = (user: number, intervals: number) => void (intervals === Number(rest) && users.add(user));
    await eachUserPeriod(tables, params, visit, (share) => context.step(share));
    return users;
  }
  const { weekStart, transitions } = frameOf(tables.frame);
  const day = bucketIndex('day', rest, weekStart, transitions);
  if (!Object.hasOwn(WINDOWS, kind) || Number.isNaN(day)) throw new AppError('analysis.unknown-mark', { mark });
  return activeBy(tables, day, WINDOWS[kind]!, context);
}) satisfies Members<typeof definition>;
