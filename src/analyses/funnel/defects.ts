import type { Context } from '../../contract/analysis.ts';
import type { Log } from './log.ts';
import type { Defect } from './result.ts';
import type { Rules } from './rules.ts';
import { STEP_BITS } from './rules.ts';
import type { Cleaning } from './stream.ts';
import { Duplicates, hasLate, streamOf } from './stream.ts';
import { StepTally } from './tally.ts';
import { unitReader } from './units.ts';

const UNITS_PER_STEP = 8192;

/** The units that a defect touches, and how many of the funnel's events. */
interface Touched {
  units: number[];
  events: number;
}

function touchedBy(log: Log, count: (from: number, to: number) => number): Touched {
  const touched: Touched = { units: [], events: 0 };
  for (let unit = 0; unit < log.units; unit++) {
    const events = count(log.offsets[unit]!, log.offsets[unit + 1]!);
    if (events === 0) continue;
    touched.units.push(unit);
    touched.events += events;
  }
  return touched;
}

function duplicated(log: Log): Touched {
  const seen = new Duplicates(log);
  return touchedBy(log, (from, to) => {
    let events = 0;
    seen.reset();
    for (let n = from; n < to; n++) if (log.times[n]! <= log.end && seen.isDuplicate(n)) events++;
    return events;
  });
}

/** Events of the funnel at the time of another one of the unit, just before. */
const tied = (log: Log): Touched =>
  touchedBy(log, (from, to) => {
    let events = 0;
    let before = NaN;
    for (let n = from; n < to && log.times[n]! <= log.end; n++) {
      if (log.masks[n] === 0) continue;
      if (log.times[n] === before) events++;
      before = log.times[n]!;
    }
    return events;
  });

/** Steps that an earlier input row of the unit is later than. */
const lateEvents = (log: Log): Touched =>
  touchedBy(log, (from, to) => {
    if (!hasLate(log, from, to)) return 0;
    let events = 0;
    let lowest = Infinity;
    for (let n = to - 1; n >= from; n--) {
      if (log.times[n]! > log.end) continue;
      if (log.rows[n]! > lowest && (log.masks[n]! & STEP_BITS) !== 0) events++;
      lowest = Math.min(lowest, log.rows[n]!);
    }
    return events;
  });

/** By how much each step's count moves in some units under other rules, or another cleaning. */
async function moved(
  log: Log,
  { units }: Touched,
  ways: readonly [Rules, Cleaning][],
  isEach: boolean,
  step: Context['step'],
): Promise<number[]> {
  const [before, after] = await Promise.all(
    ways.map(async ([rules, cleaning]) => {
      const tally = new StepTally(rules);
      const read = unitReader(streamOf(log, cleaning, units), rules, isEach, {
        counted: (attempt) => tally.add(attempt),
      });
      for (let n = 0; n < units.length; n++) {
        if (n % UNITS_PER_STEP === 0) await step(n / units.length);
        read(n);
      }
      return tally.counts;
    }),
  );
  return Array.from(after!, (count, n) => count - before![n]!);
}

/** How far doubtful events move each step's count, if they are treated otherwise than chosen. `rezoned`: attempts that another zone moves. */
export async function defectsOf(
  log: Log,
  cleaning: Cleaning,
  rules: Rules,
  isEach: boolean,
  rezoned: number,
  step: Context['step'],
): Promise<Defect[]> {
  const other = { ...cleaning, duplicates: cleaning.duplicates === 'keep' ? ('remove' as const) : ('keep' as const) };
  const otherTies = { ...rules, ties: rules.ties === 'strict' ? ('input' as const) : ('strict' as const) };
  const priced = async (kind: Defect['kind'], touched: Touched, changed: [Rules, Cleaning]): Promise<Defect> => ({
    kind,
    events: touched.events,
    changes: await moved(log, touched, [[rules, cleaning], changed], isEach, step),
  });
  const late = lateEvents(log);
  return [
    await priced('duplicates', duplicated(log), [rules, other]),
    await priced('ties', tied(log), [otherTies, cleaning]),
    await priced('late-dropped', late, [rules, { ...cleaning, late: 'drop' }]),
    await priced('late-by-row', late, [rules, { ...cleaning, late: 'row' }]),
    { kind: 'zone', events: rezoned, changes: Array.from({ length: rules.steps }, () => 0) },
  ];
}
