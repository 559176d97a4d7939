import type { Compute, Members } from '../../contract/analysis.ts';
import { AppError } from '../../core/errors.ts';
import { endText, frameOf, startText } from '../../core/frame.ts';
import { CELLS, coveredHours, eachHour } from './hours.ts';
import type definition from './index.ts';
import type { HeatCell, HeatmapResult } from './result.ts';

/** Counts events, users, and users of each single hour, by place in the week. */
export default (async (tables, params, context): Promise<HeatmapResult> => {
  await context.step(0);
  const frame = frameOf(tables.frame);
  const [events, users, visits] = [new Float64Array(CELLS), new Float64Array(CELLS), new Float64Array(CELLS)];
  const lastUser = new Int32Array(CELLS).fill(-1);
  let [everyone, current, hourBefore] = [0, -1, NaN];
  await eachHour(
    tables,
    (user, place, hour) => {
      if (user !== current) {
        current = user;
        everyone++;
        hourBefore = NaN;
      }
      events[place]!++;
      if (hour !== hourBefore) visits[place]!++;
      hourBefore = hour;
      if (lastUser[place] !== user) users[place]!++;
      lastUser[place] = user;
    },
    (share) => context.step(share),
  );
  const covered = tables.events.numRows > 0 ? coveredHours(frame) : new Float64Array(CELLS);
  const { zone, weekStart } = frame;
  const begin = weekStart === 'sunday' ? CELLS - 24 : 0;
  const cells = Array.from({ length: CELLS }, (_, n): HeatCell => {
    const place = (n + begin) % CELLS;
    const hours = covered[place]!;
    return {
      ...{ weekday: Math.floor(place / 24), hour: place % 24 },
      ...{ events: events[place]!, users: users[place]!, hours },
      eventsPerHour: hours > 0 ? events[place]! / hours : null,
      usersPerHour: hours > 0 ? visits[place]! / hours : null,
    };
  });
  const total = events.reduce((sum, count) => sum + count, 0);
  const span = { first: startText(frame), end: endText(frame) };
  return { cells, events: total, users: everyone, definition: { ...params, zone, weekStart, ...span } };
}) satisfies Compute<typeof definition>;

/** The users behind `2:14`: weekday (0 is Monday) and hour. Throws `analysis.unknown-mark`. */
export const members = (async (tables, _params, mark, context) => {
  const match = /^([0-6]):(\d|1\d|2[0-3])$/.exec(mark);
  if (!match) throw new AppError('analysis.unknown-mark', { mark });
  const asked = Number(match[1]) * 24 + Number(match[2]);
  const users = new Set<number>();
  await eachHour(
    tables,
    (user, place) => void (place === asked && users.add(user)),
    (share) => context.step(share),
  );
  return users;
}) satisfies Members<typeof definition>;
