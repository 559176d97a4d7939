import { normalQuantile } from '../../core/statistics.ts';
import type { SurvivalCurve } from '../../core/survival.ts';
import { kaplanMeier } from '../../core/survival.ts';
import { logRank } from '../../core/survival/log-rank.ts';
import { nelsonAalen } from '../../core/survival/nelson-aalen.ts';
import type { CurveRow, GroupCurve, SurvivalResult, Test } from './result.ts';

/** A curve with more steps than this is told at so many of them, evenly in the number at risk. */
const MOST_ROWS = 1000;
const MOST_GROUPS = 8;

/** The places of the steps that are told, the last among them. */
function toldPlaces(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, n) => n);
  return Array.from({ length: most }, (_, n) => Math.round(((n + 1) * length) / most) - 1);
}

function rowsOf(curve: SurvivalCurve, z: number, most = MOST_ROWS): CurveRow[] {
  const { hazard, low, high } = nelsonAalen(curve, z);
  let from = 0;
  return toldPlaces(curve.time.length, most).map((at) => {
    const events = curve.events.subarray(from, at + 1).reduce((sum, value) => sum + value, 0);
    const atRisk = curve.atRisk[from]!;
    from = at + 1;
    const [time, survival] = [curve.time[at]!, curve.survival[at]!];
    return {
      ...{ time, atRisk, events, survival, low: curve.low[at]!, high: curve.high[at]! },
      ...{ hazard: hazard[at]!, hazardLow: low[at]!, hazardHigh: high[at]! },
    };
  });
}

/** When a bound falls to one half; null where it never does. */
function halfAt(time: Float64Array, bound: Float64Array): number | null {
  const at = bound.findIndex((value) => value <= 0.5 + 1e-12);
  return at < 0 ? null : time[at]!;
}

/** The curve of all, with its median and when its bounds reach one half. */
export function wholeCurve(
  times: Float64Array,
  events: Uint8Array,
  level: number,
): Pick<SurvivalResult, 'curve' | 'median' | 'medianInterval'> {
  const z = normalQuantile((1 + level) / 2);
  const curve = kaplanMeier(times, events, z);
  return {
    curve: rowsOf(curve, z),
    median: curve.median,
    medianInterval: { low: halfAt(curve.time, curve.low), high: halfAt(curve.time, curve.high) },
  };
}

/** Codes of the largest groups by name; −1 for the rest. */
function codesOf(groups: readonly string[]): { names: string[]; codes: Int32Array } {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  const largest = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_GROUPS);
  const names = largest.map(([name]) => name).sort();
  const place = new Map(names.map((name, n) => [name, n]));
  return { names, codes: Int32Array.from(groups, (group) => place.get(group) ?? -1) };
}

const GROUP_ROWS = 200;

/** Each of the largest groups' curve, and the log-rank test of them; nothing with a single group. */
export function groupCurves(
  times: Float64Array,
  events: Uint8Array,
  groups: readonly string[],
  level: number,
): { groups: GroupCurve[]; logRank?: Test } {
  const { names, codes } = codesOf(groups);
  if (names.length < 2) return { groups: [] };
  const rows = [...codes.keys()].filter((n) => codes[n]! >= 0);
  const pick = <T extends Float64Array | Uint8Array | Int32Array>(values: T) => rows.map((n) => values[n]!);
  const { expected, statistic, df, p } = logRank(pick(times), pick(events), pick(codes), names.length);
  const z = normalQuantile((1 + level) / 2);
  const own = names.map((_, code) => rows.filter((n) => codes[n] === code));
  const curves = own.map((places) =>
    kaplanMeier(
      places.map((n) => times[n]!),
      places.map((n) => events[n]!),
      z,
    ),
  );
  const common = curves.reduce((least, { time }) => Math.min(least, time.at(-1)!), Infinity);
  const told = names.map((group, code): GroupCurve => {
    const curve = curves[code]!;
    const at = curve.time.findLastIndex((time) => time <= common);
    return {
      group,
      subjects: own[code]!.length,
      events: curve.events.reduce((sum, value) => sum + value, 0),
      expected: expected[code]!,
      median: curve.median,
      atEnd: {
        time: common,
        survival: curve.survival[at] ?? 1,
        low: curve.low[at] ?? 1,
        high: curve.high[at] ?? 1,
      },
      curve: rowsOf(curve, z, GROUP_ROWS),
    };
  });
  return { groups: told, logRank: { statistic, df, p } };
}
