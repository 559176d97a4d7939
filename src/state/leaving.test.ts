import { expect, it } from 'vitest';
import type { HistoryEntry } from '../contract/document.ts';
import type { Engine, ProjectStatus, Saving } from '../contract/engine.ts';
import { wouldLose } from './leaving.ts';

const entry: HistoryEntry = { id: '1', at: '2026-01-01T00:00:00Z', kind: 'notes', before: '', after: 'a' };

const engine = (saving: Saving, changes: number): Pick<Engine, 'status' | 'history'> => ({
  status: () => ({ saving }) as ProjectStatus,
  history: () => ({ entries: Array.from({ length: changes }, () => entry), done: changes }),
});

it('asks while changes are on their way to disk, or could not get there', () => {
  expect((['pending', 'saving', 'failed'] as const).map((saving) => wouldLose(engine(saving, 0), 1))).toEqual([
    true,
    true,
    true,
  ]);
  expect(wouldLose(engine('failed', 1), 0)).toBe(true);
});

it('asks nobody who has nothing to lose', () => {
  expect((['empty', 'saved', 'off'] as const).map((saving) => wouldLose(engine(saving, 3), 3))).toEqual([
    false,
    false,
    false,
  ]);
  expect(wouldLose(engine('pending', 0), 0)).toBe(false);
});
