import { kaplanMeier } from '../../core/survival.ts';
import { DAY } from '../../core/calendar.ts';
import { INTERVAL_MS } from './cells.ts';
import { BACK, START } from './codes.ts';
import type { Survival } from './result.ts';
import type { Question } from './walk.ts';

const DAY_US = DAY * 1000;
const MOST_POINTS = 366;

const spanUs = ({ period }: Question['params']): number => INTERVAL_MS[period] * 1000;

/** What became of a user: gone after `time` (µs), or there until then; or begun too late to tell. */
export interface Stay {
  user: number;
  /** From the first start to the last return, or to the last moment at which silence could have been told from absence. */
  time: number;
  fate: 'gone' | 'staying' | 'tooNew';
}

/**
 * Each user's stay. Gone: the last return (the start, where none followed) lies at least `silence` periods before the
 * observation end. Whoever returned later is followed up to that point, which depends on the start alone, so that the
 * censoring says nothing about the user.
 */
export function* staysOf({ params, frame, timeline, roles }: Question): Generator<Stay> {
  const { times, events, offsets, codes } = timeline;
  const settled = frame.last * 1000 - params.silence * spanUs(params);
  for (let n = 0; n < timeline.users; n++) {
    let [start, last] = [offsets[n]!, offsets[n + 1]! - 1];
    while (start <= last && !(roles[events[start]!]! & START)) start++;
    if (start > last) continue;
    while (last > start && !(roles[events[last]!]! & BACK)) last--;
    const first = times[start]!;
    const user = codes[n]!;
    if (first > settled) yield { user, time: 0, fate: 'tooNew' };
    else if (times[last]! <= settled) yield { user, time: times[last]! - first, fate: 'gone' };
    else yield { user, time: settled - first, fate: 'staying' };
  }
}

/** The period after the start in which a stay ends. */
export const periodOf = ({ time }: Stay, { params }: Question): number => Math.floor(time / spanUs(params));

/** The curve at whole periods after the start; its times are periods too. */
function pointsOf(curve: ReturnType<typeof kaplanMeier>, times: Float64Array): Survival['points'] {
  const longest = times.reduce((most, time) => Math.max(most, time), 0);
  const points: Survival['points'] = [{ period: 0, atRisk: times.length, gone: 0, survival: 1, low: 1, high: 1 }];
  let [at, gone] = [0, 0];
  const periods = Math.min(MOST_POINTS, Math.floor(longest) + 1);
  for (let period = 1; period <= periods; period++) {
    for (gone = 0; at < curve.time.length && curve.time[at]! < period; at++) gone += curve.events[at]!;
    const atRisk = curve.atRisk[at] ?? 0;
    const before = points.at(-1)!;
    const known =
      at === 0 ? before : { survival: curve.survival[at - 1]!, low: curve.low[at - 1]!, high: curve.high[at - 1]! };
    points.push({ period, atRisk, gone, survival: known.survival, low: known.low, high: known.high });
  }
  return points;
}

/** Kaplan and Meier's curve of the users who still come. */
export function survivalOf(question: Question): Survival {
  const { params, timeline } = question;
  const span = spanUs(params);
  const times = new Float64Array(timeline.users);
  const events = new Uint8Array(timeline.users);
  const fates = { gone: 0, staying: 0, tooNew: 0 };
  let known = 0;
  for (const { time, fate } of staysOf(question)) {
    fates[fate]++;
    if (fate === 'tooNew') continue;
    times[known] = time / span;
    events[known++] = fate === 'gone' ? 1 : 0;
  }
  const common = { silence: params.silence, users: known + fates.tooNew, ...fates };
  if (known === 0) return { ...common, median: null, points: [] };
  const ended = times.subarray(0, known);
  const curve = kaplanMeier(ended, events.subarray(0, known) as ArrayLike<number> as ArrayLike<0 | 1>);
  const median = curve.median === null ? null : (curve.median * span) / DAY_US;
  return { ...common, median, points: pointsOf(curve, ended) };
}
