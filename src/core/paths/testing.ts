import { Float64, Int16, Int32, Table, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';

/** For tests: small logs as the tables that reports on paths read, without an engine, and the same cut into paths by plain code. */
export interface LogEvent {
  u: number;
  /** Seconds. */
  t: number;
  e: number;
}

export const NAMES = ['a', 'b', 'c', 'd'];

/** Users 0–4, within a few minutes, with ties; the last code is an event without a name. */
export const logs = (events = NAMES.length, maxLength = 60) =>
  fc.array(fc.record({ u: fc.nat(4), t: fc.nat(40), e: fc.nat(events) }), { maxLength });

export interface TestGroups {
  /** By user: 0, 1 or neither. */
  of: readonly (0 | 1 | null)[];
  at?: readonly (number | null)[];
  names?: readonly [string | null, string | null];
}

const GAP_SECONDS = 5;

/** The tables of a log; sessions end after five seconds without an event. */
export function tablesOfLog(log: readonly LogEvent[], groups?: TestGroups) {
  const of = groups?.of ?? [];
  const doubles = (values: readonly (number | null)[]) => vectorFromArray([...values], new Float64());
  const words = (values: readonly (string | null)[]) => vectorFromArray([...values], new Utf8());
  const [a, b] = groups?.names ?? [null, null];
  return {
    timeline: new Table({
      u: vectorFromArray(
        log.map(({ u }) => u),
        new Int32(),
      ),
      t: doubles(log.map(({ t }) => t * 1e6)),
      r: vectorFromArray(
        log.map((_, n) => n),
        new Int32(),
      ),
      e: vectorFromArray(
        log.map(({ e }) => e),
        new Int16(),
      ),
    }),
    names: new Table({ name: words(NAMES) }),
    about: new Table({
      gap: doubles([GAP_SECONDS / 60]),
      first: doubles([0]),
      last: doubles([41_000]),
      zone: words(['UTC']),
    }),
    groups: new Table({
      u: vectorFromArray([...of.keys()], new Int32()),
      g: doubles(of),
      at: doubles(of.map((_, n) => groups?.at?.[n] ?? null)),
    }),
    split: new Table({ a: words(groups ? [a] : []), b: words(groups ? [b] : []) }),
  };
}

export interface PlainPath {
  u: number;
  names: string[];
  times: number[];
}

const nameOf = (e: number): string => NAMES[e] ?? '?';

/** The paths of a log, cut with no code of ours. */
export function plainPaths(log: readonly LogEvent[], unit: 'user' | 'session', collapse = false): PlainPath[] {
  const sorted = log.map((event, r) => ({ ...event, r })).sort((x, y) => x.u - y.u || x.t - y.t || x.r - y.r);
  const paths: PlainPath[] = [];
  sorted.forEach(({ u, t, e }, n) => {
    const before = sorted[n - 1];
    const isNew = !before || before.u !== u || (unit === 'session' && t - before.t > GAP_SECONDS);
    if (isNew) paths.push({ u, names: [], times: [] });
    const path = paths.at(-1)!;
    if (collapse && path.names.at(-1) === nameOf(e)) return;
    path.names.push(nameOf(e));
    path.times.push(t);
  });
  return paths;
}

/** The value in the middle, or the mean of the two. */
export function plainMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((x, y) => x - y);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
