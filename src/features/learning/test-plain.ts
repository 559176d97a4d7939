import type { Dataset } from '../../contract/project.ts';
import type { TestEvent, TestWorld } from './test-world.ts';

/** For tests: every feature by plain loops over a user's events, from their definitions in README.md alone. */

const DAY = 86_400_000;
const isNumber = (value: number | null): value is number => value !== null && Number.isFinite(value);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const last = <T>(values: readonly (T | null)[]): T | null => values.filter((value) => value !== null).at(-1) ?? null;

/** Hour and weekday (Monday is 1) on the wall, by Intl alone. */
function wall(ms: number, zone: string): { hour: number; weekday: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    hour: 'numeric',
    hourCycle: 'h23',
    weekday: 'short',
    timeZone: zone,
  }).formatToParts(ms);
  const of = (type: string) => parts.find((part) => part.type === type)!.value;
  return {
    hour: Number(of('hour')),
    weekday: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday')),
  };
}

export interface PlainOptions {
  cutoff: number;
  history: number;
  /** The target's event. */
  target: string;
  pairs: readonly (readonly [string, string])[];
  data: Dataset;
  world: TestWorld;
}

type Values = Record<string, number | string | null>;

function activity(events: readonly TestEvent[], { cutoff, history }: PlainOptions): Values {
  const ages = events.map(({ ms }) => (cutoff - ms) / DAY);
  const recent = events.filter(({ ms }) => ms >= cutoff - history / 2).length;
  const values: Values = {
    recency_days: Math.min(...ages),
    tenure_days: Math.max(...ages),
    events: events.length,
    active_days: new Set(ages.map(Math.floor)).size,
    trend: Math.log((1 + recent) / (1 + events.length - recent)),
  };
  for (const days of [7, 30]) {
    if (days * DAY < history) values[`events_${days}d`] = events.filter(({ ms }) => ms >= cutoff - days * DAY).length;
  }
  return values;
}

function tempo(events: readonly TestEvent[], { cutoff, history }: PlainOptions): Values {
  const gaps = events.slice(1).map(({ ms }, n) => (ms - events[n]!.ms) / DAY);
  const silence = (cutoff - events.at(-1)!.ms) / DAY;
  const usual = gaps.length > 0 && mean(gaps) > 0 ? mean(gaps) : null;
  return {
    gap_mean_days: gaps.length > 0 ? mean(gaps) : history / DAY,
    gap_sd_days: gaps.length > 0 ? Math.sqrt(mean(gaps.map((gap) => (gap - mean(gaps)) ** 2))) : 0,
    gap_last_ratio: usual === null ? 1 : gaps.at(-1)! / usual,
    overdue: usual === null ? silence / (history / DAY) : silence / usual,
  };
}

function sessions(events: readonly TestEvent[], { data, world }: PlainOptions): Values {
  const named = world.session !== undefined;
  const limit = data.settings.sessionGapMinutes * 60_000;
  let [count, inside] = [named ? 0 : 1, 0];
  const seen = new Set<string>();
  events.forEach((event, n) => {
    const before = events[n - 1];
    const gap = before ? event.ms - before.ms : 0;
    if (named) {
      if (event.device !== null) seen.add(event.device);
      if (before && event.device !== null && event.device === before.device) inside += gap;
    } else if (gap > limit) count += 1;
    else inside += gap;
  });
  if (named) count = seen.size;
  const counted = named ? events.filter(({ device }) => device !== null).length : events.length;
  return {
    sessions: count,
    session_minutes: count > 0 ? inside / 60_000 / count : 0,
    session_depth: count > 0 ? counted / count : 0,
  };
}

function value(events: readonly TestEvent[], { cutoff, history }: PlainOptions): Values {
  const amounts = events.map((event) => event.value).filter(isNumber);
  const recent = events.filter(({ ms }) => ms >= cutoff - history / 2).map((event) => event.value);
  return {
    value_sum: sum(amounts),
    value_mean: amounts.length > 0 ? mean(amounts) : 0,
    value_max: amounts.length > 0 ? Math.max(...amounts) : 0,
    value_recent: sum(recent.filter(isNumber)),
  };
}

function mix(events: readonly TestEvent[], { data, target, history, cutoff, pairs }: PlainOptions): Values {
  const done = events.filter(({ event }) => event === target);
  const values: Values = {
    target_events: done.length,
    target_recency_days: done.length > 0 ? (cutoff - done.at(-1)!.ms) / DAY : history / DAY,
  };
  const counts = new Map<string, number>();
  for (const { event } of events)
    counts.set(event ?? 'none of the named', (counts.get(event ?? 'none of the named') ?? 0) + 1);
  for (const { name } of data.events) values[`share: ${name}`] = (counts.get(name) ?? 0) / events.length;
  values.entropy = -sum([...counts.values()].map((n) => (n / events.length) * Math.log(n / events.length)));
  for (const [a, b] of pairs) {
    const steps = events.slice(1).filter((event, n) => events[n]!.event === a && event.event === b);
    values[`pair: ${a} → ${b}`] = events.length > 1 ? steps.length / (events.length - 1) : 0;
  }
  return values;
}

function habits(events: readonly TestEvent[], { data, world }: PlainOptions): Values {
  const walls = events.map(({ ms }) => wall(ms, data.settings.zone));
  const share = (is: (w: { hour: number; weekday: number }) => boolean) => walls.filter(is).length / walls.length;
  const different = (values: readonly (string | null | undefined)[]) => new Set(values.filter((v) => v != null)).size;
  return {
    night: share(({ hour }) => hour < 6),
    morning: share(({ hour }) => hour >= 6 && hour < 12),
    afternoon: share(({ hour }) => hour >= 12 && hour < 18),
    evening: share(({ hour }) => hour >= 18),
    weekend: share(({ weekday }) => weekday >= 6),
    items: different(events.map(({ item }) => item)),
    event_names: different(events.map(({ event }) => event)),
    categories: different(events.map(({ item }) => (item === null ? null : world.categories?.[item]))),
  };
}

function attributes(user: string, events: readonly TestEvent[], { world, cutoff, history }: PlainOptions): Values {
  const speeds = events.map(({ speed }) => speed).filter(isNumber);
  const since = last(events.map((event) => event.since));
  const vip = last(events.map((event) => event.vip));
  const row = world.users?.find((each) => each.user === user);
  const reviews = (world.reviews ?? []).filter(
    (each) => each.user === user && each.ms >= cutoff - history && each.ms < cutoff,
  );
  const rated = reviews.filter(({ rating }) => isNumber(rating));
  const ratings = rated.map(({ rating }) => rating!);
  const highest = Math.max(
    ...(world.reviews ?? []).filter(({ ms }) => ms < cutoff).map(({ rating }) => rating ?? -Infinity),
  );
  const lastMoment = Math.max(...rated.map(({ ms }) => ms));
  const lastRatings = rated.filter(({ ms }) => ms === lastMoment).map(({ rating }) => rating!);
  const labels = reviews.flatMap(({ label }) => label ?? []);
  const shareOf = (all: readonly unknown[], some: readonly unknown[]) =>
    all.length > 0 ? some.length / all.length : null;
  return {
    ...(world.session === undefined && { 'last: device': last(events.map(({ device }) => device)) }),
    'last: vip': vip === null ? null : Number(vip),
    'last: speed': last(events.map(({ speed }) => speed)),
    'mean: speed': speeds.length > 0 ? mean(speeds) : null,
    'last_days: since': since === null ? null : (cutoff - since) / DAY,
    'user: plan': row?.plan ?? null,
    'user: age': row?.age ?? null,
    reviews: reviews.length,
    rating_mean: ratings.length > 0 ? mean(ratings) : null,
    rating_last: ratings.length > 0 ? Math.max(...lastRatings) : null,
    rating_min: ratings.length > 0 ? Math.min(...ratings) : null,
    rating_low: shareOf(
      ratings,
      ratings.filter((rating) => rating <= 0.4 * highest),
    ),
    review_negative: shareOf(
      labels,
      labels.filter((label) => ['Negative', '差评'].includes(label)),
    ),
    review_length: reviews.length > 0 ? mean(reviews.map(({ text = 'text' }) => [...text].length)) : null,
    review_recency_days: reviews.length > 0 ? (cutoff - Math.max(...reviews.map(({ ms }) => ms))) / DAY : history / DAY,
  };
}

const inHistory = (world: TestWorld, { cutoff, history }: { cutoff: number; history: number }) =>
  world.events.filter(({ ms }) => ms >= cutoff - history && ms < cutoff);

/** Each user's events of the history, by time and input row. */
function byUser(world: TestWorld, span: { cutoff: number; history: number }): Map<string, TestEvent[]> {
  const users = new Map<string, TestEvent[]>();
  for (const event of inHistory(world, span)) users.set(event.user, [...(users.get(event.user) ?? []), event]);
  for (const events of users.values()) events.sort((a, b) => a.ms - b.ms);
  return users;
}

/** The commonest pairs of consecutive events; ties by name. */
export function plainPairs(
  world: TestWorld,
  span: { cutoff: number; history: number },
  most: number,
): [string, string][] {
  const counts = new Map<string, number>();
  for (const events of byUser(world, span).values()) {
    events.slice(1).forEach((event, n) => {
      if (events[n]!.event === null || event.event === null) return;
      const key = JSON.stringify([events[n]!.event, event.event]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
  }
  const found = [...counts].map(([key, count]) => ({ pair: JSON.parse(key) as [string, string], count }));
  const less = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  found.sort((x, y) => y.count - x.count || less(x.pair[0], y.pair[0]) || less(x.pair[1], y.pair[1]));
  return found.slice(0, most).map(({ pair }) => pair);
}

/** By user, all features by name. */
export function plainFeatures(options: PlainOptions): Map<string, Values> {
  const users = byUser(options.world, options);
  return new Map(
    [...users].map(([user, events]) => [
      user,
      {
        ...activity(events, options),
        ...tempo(events, options),
        ...sessions(events, options),
        ...value(events, options),
        ...mix(events, options),
        ...habits(events, options),
        ...attributes(user, events, options),
      },
    ]),
  );
}
