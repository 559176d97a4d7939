import type { Compute, Context } from '../../contract/analysis.ts';
import { parseDuration } from '../../core/calendar.ts';
import type { Lists } from '../../core/columns.ts';
import { listBatches, strings } from '../../core/columns.ts';
import { quantileSorted, wilson } from '../../core/statistics.ts';
import type { FunnelResult, FunnelStep } from './result.ts';
import { histogram } from './histogram.ts';
import type definition from './index.ts';
import { orderedWalk } from './ordered.ts';
import type { Params } from './params.ts';
import { sortPairs } from '../../core/pair-sort.ts';
import { strictWalk } from './strict.ts';
import { unorderedWalk } from './unordered.ts';
import type { Events, Outcome, Rules } from './walk.ts';

/** `marks` hold row × CODES + code. */
const CODES = 32;
const USERS_PER_STEP = 8192;

function rulesOf(params: Params, steps: readonly string[]): Rules {
  const names = [...new Set(steps)];
  const masks = new Int32Array(names.length + 1);
  steps.forEach((name, place) => (masks[names.indexOf(name) + 1]! |= 1 << place));
  const window = parseDuration(params.window);
  return {
    masks,
    steps: steps.length,
    window: window === null ? Number.MAX_VALUE : window * 1000,
    later: params.ties === 'strict',
    first: params.entry === 'first',
  };
}

const WALKS = { ordered: orderedWalk, strict: strictWalk, unordered: unorderedWalk };

interface Tally {
  /** Users by the number of steps they reached. */
  depths: Float64Array;
  /** Seconds from entry to last step, one for each user who reached it. */
  took: number[];
}

function codesOf(marks: Float64Array): Uint8Array {
  const codes = new Uint8Array(marks.length);
  for (let n = 0; n < marks.length; n++) codes[n] = marks[n]! - Math.floor(marks[n]! / CODES) * CODES;
  return codes;
}

async function tallyBatch(
  [times, marks]: readonly Lists[],
  walk: (events: Events) => Outcome,
  tally: Tally,
  perStep: () => Promise<void>,
): Promise<void> {
  const { offsets, length } = times!;
  for (let user = 0; user < length; user++) {
    sortPairs(times!.values, marks!.values, offsets[user]!, offsets[user + 1]!);
  }
  const events: Events = { times: times!.values, codes: codesOf(marks!.values), from: 0, to: 0 };
  for (let user = 0; user < length; user++) {
    if (user % USERS_PER_STEP === 0) await perStep();
    events.from = offsets[user]!;
    events.to = offsets[user + 1]!;
    const { depth, took } = walk(events);
    tally.depths[depth]!++;
    if (took >= 0) tally.took.push(took / 1e6);
  }
}

function stepFigures(steps: readonly string[], depths: Float64Array): FunnelStep[] {
  const counts = steps.map((_, place) => depths.slice(place + 1).reduce((sum, users) => sum + users, 0));
  const entered = counts[0]!;
  return steps.map((name, place) => {
    const count = counts[place]!;
    const before = place === 0 ? entered : counts[place - 1]!;
    const bounds = wilson(count, entered);
    return {
      name,
      count,
      fromFirst: entered > 0 ? count / entered : null,
      fromPrevious: before > 0 ? count / before : null,
      low: bounds?.low ?? null,
      high: bounds?.high ?? null,
    };
  });
}

function timeToConvert(seconds: number[]): FunnelResult['timeToConvert'] {
  if (seconds.length === 0) return null;
  const sorted = Float64Array.from(seconds).sort();
  const at = (q: number) => quantileSorted(sorted, q);
  return { median: at(0.5), p25: at(0.25), p75: at(0.75), p90: at(0.9), histogram: histogram(sorted) };
}

/** Walks each user's events once (twice for those who convert) and counts who got how far. */
export default (async (tables, params, context: Context): Promise<FunnelResult> => {
  const steps = strings(tables.steps, 'name').map(String);
  const walk = WALKS[params.order](rulesOf(params, steps));
  const tally: Tally = { depths: new Float64Array(steps.length + 1), took: [] };
  const users = tables.users.numRows;
  let done = 0;
  const perStep = async () => {
    await context.step(users > 0 ? done / users : 1);
    done = Math.min(users, done + USERS_PER_STEP);
  };
  await context.step(0);
  for (const batch of listBatches(tables.users, ['times', 'marks'])) await tallyBatch(batch, walk, tally, perStep);
  const { order, entry, window, ties } = params;
  return {
    steps: stepFigures(steps, tally.depths),
    timeToConvert: timeToConvert(tally.took),
    definition: { order, entry, window, ties },
  };
}) satisfies Compute<typeof definition>;
