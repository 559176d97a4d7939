import type { History, HistoryEntry } from '../../contract/document.ts';
import { AppError } from '../../core/errors.ts';
import { sameValue } from './same-value.ts';

/** A change as it is made; `record` gives it its id and time. */
export type Change = Omit<HistoryEntry, 'id' | 'at'>;

/** The history after a step back or forth, and the change to be taken back (`before`) or done again (`after`). */
export interface HistoryStep {
  entry: HistoryEntry;
  history: History;
}

/** The way to another place in the history. Each entry is to be applied in this order, by `before` or by `after`. */
export interface HistoryPath {
  how: 'undo' | 'redo';
  entries: HistoryEntry[];
  history: History;
}

/** What is typed or chosen bit by bit: changes in quick succession are one. */
const typed: ReadonlySet<HistoryEntry['kind']> = new Set<HistoryEntry['kind']>(['notes', 'name', 'settings', 'report']);
const quickMs = 1500;

/** The history goes to disk with every save, so it must stay small. */
export const historyLimits = { entries: 200, bytes: 2_000_000 };

export const emptyHistory = (): History => ({ entries: [], done: 0 });

/**
 * The history after a change. What was undone goes. A change that changes nothing is not recorded; one that continues the
 * last one (see `typed`) is merged with it, and both go if nothing has changed in the end. The oldest entries beyond 200 or
 * 2 MB of JSON go; a change that is larger than that by itself leaves an empty history, as nothing before it could be taken
 * back without it. `before` and `after` are kept as they are: whoever hands them over must not alter them. `now`: epoch ms.
 */
export function record(history: History, change: Change, now: number): History {
  if (sameValue(change.before, change.after)) return history;
  const last = continued(history, change, now);
  const kept = history.entries.slice(0, history.done - (last ? 1 : 0));
  const at = new Date(now).toISOString();
  if (!last) return newest([...kept, { ...change, id: crypto.randomUUID(), at }]);
  const merged = { ...last, at, after: change.after };
  return newest(sameValue(merged.before, merged.after) ? kept : [...kept, merged]);
}

/** Takes back the last change in force; null where there is none. */
export function undoStep({ entries, done }: History): HistoryStep | null {
  const entry = entries[done - 1];
  return entry ? { entry, history: { entries, done: done - 1 } } : null;
}

/** Does the last undone change again; null where there is none. */
export function redoStep({ entries, done }: History): HistoryStep | null {
  const entry = entries[done];
  return entry ? { entry, history: { entries, done: done + 1 } } : null;
}

/** What is to be done until `done` changes are in force: undo the newest first, or redo the oldest first. `history.no-such-place`. */
export function stepsTo({ entries, done: from }: History, done: number): HistoryPath {
  if (!Number.isInteger(done) || done < 0 || done > entries.length)
    throw new AppError('history.no-such-place', { place: String(done), changes: entries.length });
  const history = { entries, done };
  return done < from
    ? { how: 'undo', entries: entries.slice(done, from).reverse(), history }
    : { how: 'redo', entries: entries.slice(from, done), history };
}

function continued({ entries, done }: History, change: Change, now: number): HistoryEntry | null {
  const last = entries.at(-1);
  if (!last || done < entries.length || !typed.has(change.kind)) return null;
  const since = now - Date.parse(last.at);
  const same = last.kind === change.kind && last.subject === change.subject;
  return same && since >= 0 && since <= quickMs ? last : null;
}

/** The newest entries that are within the limits, all of them in force. */
function newest(entries: HistoryEntry[]): History {
  let from = entries.length;
  let bytes = 0;
  while (from > 0 && entries.length - from < historyLimits.entries) {
    bytes += jsonBytes(entries[from - 1]!);
    if (bytes > historyLimits.bytes) break;
    from--;
  }
  const kept = entries.slice(from);
  return { entries: kept, done: kept.length };
}

/** Entries are never altered, so each is measured once. */
const measured = new WeakMap<HistoryEntry, number>();

function jsonBytes(entry: HistoryEntry): number {
  const known = measured.get(entry) ?? new TextEncoder().encode(JSON.stringify(entry)).length;
  measured.set(entry, known);
  return known;
}
