import type { Table } from 'apache-arrow';
import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { parseDuration } from '../../core/calendar.ts';
import { benjaminiHochberg } from '../../core/statistics.ts';
import type { Timeline } from '../../core/timeline.ts';
import { inOrder, timelineOf } from '../../core/timeline.ts';
import type { Early } from './early.ts';
import { earlyOf } from './early.ts';
import type definition from './index.ts';
import { matchedComparison } from './matching.ts';
import { patternName } from './names.ts';
import type { Params } from './params.ts';

import type { Driver, DriversResult } from './result.ts';
import { driverOf, thresholdsOf } from './thresholds.ts';

/** The events with most users are tried; a table of all users × events must fit in memory. */
const MOST_EVENTS = 60;

type Tables = Record<'events' | 'names' | 'plan', Table>;

const us = (duration: string): number => parseDuration(duration)! * 1000;

interface Read {
  early: Early;
  timeline: Timeline;
  /** The behaviours tried: the single events by code, then those asked for. */
  names: string[];
  /** Whether an event of this code is the goal by its name. */
  goals: Uint8Array;
}

const isAny = ({ goal }: Params): boolean =>
  goal === '' || (typeof goal === 'object' && goal.events.length === 0 && goal.where.length === 0);

/** A further column of the timeline; null where the query has none. */
const further = (timeline: Timeline, table: Table, name: string): Float64Array | null =>
  table.schema.fields.some((field) => field.name === name) ? inOrder(timeline, numbers(table, name)) : null;

/** Events and behaviours by names of which none is twice. */
function namesOf(events: readonly string[], { behaviours }: Params): string[] {
  const names = [...events];
  for (const name of behaviours.map(patternName)) {
    let free = name;
    for (let n = 2; names.includes(free); n++) free = `${name} (${n})`;
    names.push(free);
  }
  return names;
}

async function read(tables: Tables, params: Params, context: Context): Promise<Read> {
  await context.step(0);
  const timeline = timelineOf(tables.events);
  const all = strings(tables.names, 'name').map(String);
  const goals = Uint8Array.from(numbers(tables.names, 'goal'));
  const [flags, bits] = [further(timeline, tables.events, 'g'), further(timeline, tables.events, 'b')];
  const any = isAny(params);
  const [last, gap] = ['last', 'gap'].map((name) => numbers(tables.plan, name)[0]!);
  const rules = {
    early: us(params.early),
    horizon: us(params.horizon),
    last: last!,
    gap: gap!,
    events: Math.min(MOST_EVENTS, all.length),
    asked: params.behaviours.length,
    bits: (place: number) => bits?.[place] ?? 0,
    isGoal: (place: number) => any || (flags ? flags[place] === 1 : goals[timeline.events[place]!] === 1),
  };
  const early = await earlyOf(timeline, rules, (done) => context.step(done * 0.5));
  return { early, timeline, names: namesOf(all.slice(0, MOST_EVENTS), params), goals };
}

/** Tries every event and behaviour at every threshold against the goal, and compares the strongest with matched users. */
export default (async (tables, params, context: Context): Promise<DriversResult> => {
  const { early, names, goals } = await read(tables, params, context);
  const found = names.flatMap((name, n) => {
    // The goal itself, done early, is no behaviour that leads to it.
    const isGoal = n < early.events && goals[n] === 1;
    const driver = isGoal ? null : driverOf(name, thresholdsOf(early, n, params.most));
    return driver ? [driver] : [];
  });
  const q = benjaminiHochberg(found.map(({ p }) => p));
  const drivers: Driver[] = found
    .map((driver, n) => ({ ...driver, q: q[n]!, matched: null }))
    .sort((a, b) => Math.abs(b.mcc) - Math.abs(a.mcc));
  const compared = drivers.filter(({ mcc }) => mcc > 0).slice(0, params.matched);
  for (const [n, driver] of compared.entries()) {
    const step = (done: number) => context.step(0.5 + (0.5 * (n + done)) / compared.length);
    driver.matched = await matchedComparison(early, names.indexOf(driver.event), driver.times, names, {
      ...context,
      step,
    });
  }
  await context.step(1);
  return {
    users: early.reached.length,
    immature: early.immature,
    reached: early.reached.reduce((sum, value) => sum + value, 0),
    drivers,
    definition: {
      goal: patternName(params.goal),
      early: params.early,
      horizon: params.horizon,
      most: params.most,
      events: names.length - params.behaviours.length,
      behaviours: params.behaviours.length,
    },
  };
}) satisfies Compute<typeof definition>;

/** `did:<times>:<event>`: the observable users who did the event or behaviour at least so often early on. */
export const members = (async (tables, params, mark, context) => {
  const match = /^did:(\d+):([\s\S]*)$/.exec(mark);
  const { early, timeline, names } = await read(tables, params, context);
  const event = names.indexOf(match?.[2] ?? '');
  if (!match || event < 0) throw new AppError('analysis.unknown-mark', { mark });
  const rows = [...early.users.keys()].filter(
    (row) => early.counts[row * early.behaviours + event]! >= Number(match[1]),
  );
  return rows.map((row) => timeline.codes[early.users[row]!]!);
}) satisfies Members<typeof definition>;
