import type { Engine } from '../contract/engine.ts';

const unsaved = new Set(['pending', 'saving', 'failed']);

/** True where closing the page now would lose a change. */
export function wouldLose(engine: Pick<Engine, 'status' | 'history'>, tables: number): boolean {
  return unsaved.has(engine.status().saving) && (tables > 0 || engine.history().entries.length > 0);
}

/**
 * Saves what is pending whenever the page may be about to go: hidden, frozen, left. The browser asks before the page is
 * closed only while `wouldLose` holds.
 */
export function saveOnLeaving(engine: Engine, tables: () => number): void {
  const flush = () => engine.flush();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  document.addEventListener('freeze', flush);
  addEventListener('pagehide', flush);
  addEventListener('beforeunload', (event) => {
    flush();
    if (wouldLose(engine, tables())) event.preventDefault();
  });
}
