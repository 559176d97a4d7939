import type { Context } from '../../contract/analysis.ts';
import type { Counting } from './counting.ts';
import type { Log } from './log.ts';
import type { Params } from './params.ts';
import type { Sensitivity, SensitivityRow } from './result.ts';
import type { Rules } from './rules.ts';
import { isSessionWindow, windowOf } from './rules.ts';
import type { Stream } from './stream.ts';
import { streamOf } from './stream.ts';
import { tookWalk } from './took.ts';
import { firstEntry, walkFor } from './units.ts';

const WINDOWS = ['1d', '7d', '14d', '30d', 'none'];
const ENTRIES = ['any', 'first', 'every'] as const;
const CHAINS = ['ordered', 'strict', 'anchored'] as const;
const UNITS_PER_STEP = 8192;

/** The usual windows and the chosen one, in order of their length; a session, which has none, last. */
export function windowsOf(chosen: string): string[] {
  const same = (window: string) => windowOf(window) === windowOf(chosen) && !isSessionWindow(chosen);
  const all = WINDOWS.some(same) ? WINDOWS.map((window) => (same(window) ? chosen : window)) : [...WINDOWS, chosen];
  const length = (window: string) => (isSessionWindow(window) ? Number.MAX_VALUE : windowOf(window));
  return all.sort((a, b) => (length(a) === length(b) ? 0 : length(a) - length(b)));
}

/** Entered and converted for each entry rule and window. */
type Cells = { entered: Float64Array; converted: Float64Array }[];

const noCells = (windows: number): Cells =>
  ENTRIES.map(() => ({ entered: new Float64Array(windows), converted: new Float64Array(windows) }));

/** What the attempts of one unit come to under each window; cleared for the next. */
class UnitCounts {
  private entered = 0;
  /** Attempts by the shortest window, of those that ascend, in which they convert; the last place is for those that never do. */
  private readonly converted: Uint32Array;
  private readonly dropped: Uint8Array;
  private isDropped = false;
  private readonly windows: Float64Array;

  constructor(windows: Float64Array) {
    this.windows = windows;
    this.converted = new Uint32Array(windows.length + 1);
    this.dropped = new Uint8Array(windows.length);
  }

  clear(): void {
    this.entered = 0;
    this.isDropped = false;
    // A loop: to fill so few costs several times as much.
    for (let n = 0; n < this.converted.length; n++) this.converted[n] = 0;
  }

  add(took: number, dropped: number): void {
    const { windows } = this;
    this.entered++;
    let enough = took < 0 ? windows.length : 0;
    while (enough < windows.length && took > windows[enough]!) enough++;
    this.converted[enough]!++;
    if (dropped !== Infinity) this.drop(dropped);
  }

  private drop(after: number): void {
    const { dropped, windows } = this;
    if (!this.isDropped) dropped.fill(0);
    this.isDropped = true;
    for (let n = 0; n < windows.length; n++) if (after <= windows[n]!) dropped[n] = 1;
  }

  /** Each attempt by itself, or all of them as one. */
  addTo(cell: Cells[number], isEach: boolean): void {
    if (this.entered === 0) return;
    let converted = 0;
    for (let n = 0; n < this.windows.length; n++) {
      converted += this.converted[n]!;
      if (this.isDropped && this.dropped[n]) continue;
      cell.entered[n]! += isEach ? this.entered : 1;
      cell.converted[n]! += isEach ? converted : Math.min(1, converted);
    }
  }
}

/**
 * One walk without a window answers every window, which ascend, and entry rule: how long an attempt took, and when it would have been
 * dropped, do not depend on them.
 */
function chainCells(
  stream: Stream,
  rules: Rules,
  windows: Float64Array,
  attempts: boolean,
): [read: (unit: number) => void, Cells] {
  const cells = noCells(windows.length);
  const [all, first] = [new UnitCounts(windows), new UnitCounts(windows)];
  let entry = -1;
  const add = (begun: number, took: number, dropped: number) => {
    all.add(took, dropped);
    if (begun === entry) first.add(took, dropped);
  };
  const walkPart = partWalk(stream, { ...rules, window: Infinity, entry: 'any' }, add);
  const read = (unit: number) => {
    all.clear();
    first.clear();
    entry = firstEntry(stream, unit);
    for (let part = stream.units[unit]!; part < stream.units[unit + 1]!; part++)
      walkPart(stream.parts[part]!, stream.parts[part + 1]!);
    all.addTo(cells[0]!, attempts);
    first.addTo(cells[1]!, attempts);
    all.addTo(cells[2]!, true);
  };
  return [read, cells];
}

/** Tells of each attempt in a part its entry, how long it took and when it was dropped, by the quickest walk that the rules allow. */
function partWalk(
  stream: Stream,
  rules: Rules,
  add: (entry: number, took: number, dropped: number) => void,
): (from: number, to: number) => void {
  const quick = tookWalk(stream, rules);
  if (quick) return (from, to) => quick(stream, from, to, (entry, took) => add(entry, took, Infinity));
  const walk = walkFor(rules);
  return (from, to) => walk(stream, from, to, -1, ({ entry, took, dropped }) => add(entry, took, dropped));
}

/** What a unit comes to without an order: the most steps that one window holds, -1 where it is dropped. */
function depthReader(stream: Stream, rules: Rules): (unit: number) => number {
  const walk = walkFor({ ...rules, entry: 'any' });
  return (unit) => {
    let depth = 0;
    let isDropped = false;
    for (let part = stream.units[unit]!; part < stream.units[unit + 1]!; part++)
      walk(stream, stream.parts[part]!, stream.parts[part + 1]!, -1, (attempt) => {
        depth = Math.max(depth, attempt.depth);
        isDropped ||= attempt.dropped !== Infinity;
      });
    return isDropped ? -1 : depth;
  };
}

/**
 * Without an order each window has its own walk. `windows` ascend, and a longer one holds what a shorter does: where nobody can be
 * dropped, the longest says who is to be asked at all, and the shortest that is long enough answers for those after it.
 */
function windowCells(stream: Stream, rules: Rules, windows: Float64Array): [read: (unit: number) => void, Cells] {
  const cells = noCells(windows.length);
  const { entered, converted } = cells[0]!;
  const steps = rules.required.length;
  const depths = Array.from(windows, (window) => depthReader(stream, { ...rules, window }));
  const last = depths.length - 1;
  const readEach = (unit: number) =>
    depths.forEach((depthOf, n) => {
      const depth = depthOf(unit);
      if (depth > 0) entered[n]!++;
      if (depth === steps) converted[n]!++;
    });
  const readGrowing = (unit: number) => {
    const most = depths[last]!(unit);
    if (most === 0) return;
    for (let n = 0; n <= last; n++) entered[n]!++;
    if (most < steps) return;
    let enough = 0;
    while (enough < last && depths[enough]!(unit) < steps) enough++;
    for (let n = enough; n <= last; n++) converted[n]!++;
  };
  return [rules.dropping === 0 ? readGrowing : readEach, cells];
}

async function rowsFor(
  log: Log,
  stream: Stream,
  rules: Rules,
  windows: readonly string[],
  attempts: boolean,
  step: Context['step'],
): Promise<SensitivityRow[]> {
  const lengths = Float64Array.from(windows, windowOf);
  const chains = CHAINS.map((order) => chainCells(stream, { ...rules, order }, lengths, attempts));
  const free = windowCells(stream, { ...rules, order: 'unordered' }, lengths);
  for (let unit = 0; unit < log.units; unit++) {
    if (unit % UNITS_PER_STEP === 0) await step(unit / log.units);
    for (const [read] of [...chains, free]) read(unit);
  }
  const cellsOf = ({ entered, converted }: Cells[number]) =>
    windows.map((_, n) => ({
      entered: entered[n]!,
      converted: converted[n]!,
      share: entered[n]! > 0 ? converted[n]! / entered[n]! : null,
    }));
  const ofChains = CHAINS.flatMap((order, n) =>
    ENTRIES.map((entry, at) => ({ order, entry, cells: cellsOf(chains[n]![1][at]!) })),
  );
  return [...ofChains, { order: 'unordered', entry: null, cells: cellsOf(free[1][0]!) }];
}

/** The row that the chosen order and entry are in. */
export const isChosenRow = ({ order, entry }: SensitivityRow, chosen: Pick<Params, 'order' | 'entry'>): boolean =>
  order === chosen.order && (entry === null || entry === chosen.entry);

/**
 * The same funnel under every order, entry and window; all else stays as chosen. `stream`: the log's, as chosen. Null where one step makes no
 * conversion.
 */
export async function sensitivityOf(
  { log, stream, cleaning, rules }: Pick<Counting, 'log' | 'stream' | 'cleaning' | 'rules'>,
  params: Params,
  step: Context['step'],
): Promise<Sensitivity | null> {
  if (rules.required.length < 2) return null;
  const attempts = params.count === 'attempts';
  const windows = windowsOf(params.window);
  const timed = windows.filter((window) => !isSessionWindow(window));
  const whole = { ...log, parts: log.held };
  const held = log.parts === log.held ? stream : streamOf(whole, cleaning);
  const rows = await rowsFor(whole, held, rules, timed, attempts, step);
  if (timed.length < windows.length) {
    const inSession = await rowsFor(log, stream, rules, ['session'], attempts, step);
    rows.forEach((row, n) => row.cells.push(...inSession[n]!.cells));
  }
  const shares = rows.flatMap(({ cells }) => cells.map(({ share }) => share)).filter((share) => share !== null);
  const chosen = rows.find((row) => isChosenRow(row, params));
  return {
    windows,
    rows,
    lowest: shares.length > 0 ? shares.reduce((a, b) => Math.min(a, b)) : null,
    highest: shares.length > 0 ? shares.reduce((a, b) => Math.max(a, b)) : null,
    chosen: chosen?.cells[windows.indexOf(params.window)]?.share ?? null,
  };
}
