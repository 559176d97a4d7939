import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyState } from './project/state.ts';
import { forget, pickUp, putDown } from './unsaved.ts';

const lines = new Map<string, string>();
let room = Infinity;

beforeEach(() => {
  room = Infinity;
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => lines.get(key) ?? null,
      setItem: (key: string, text: string) => {
        if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
        lines.set(key, text);
      },
      removeItem: (key: string) => lines.delete(key),
    },
  });
});

afterEach(() => {
  lines.clear();
  Reflect.deleteProperty(globalThis, 'localStorage');
});

it('what was put down is picked up where the disk has not moved on', () => {
  const state = { ...emptyState(), name: 'Spring', notes: 'the last word' };
  putDown(state, 7);
  expect(pickUp(state.id, 7)).toMatchObject({ name: 'Spring', notes: 'the last word' });
  expect([pickUp(state.id, 8), pickUp('another', 7)]).toEqual([null, null]);
  forget(state.id);
  expect([pickUp(state.id, 7), lines.size]).toEqual([null, 0]);
});

it('of what a page of another form has put down, the texts are picked up', () => {
  const state = { ...emptyState(), name: 'Spring', notes: 'the last word', query: 'SELECT 1' };
  putDown(state, 7);
  const key = `behold-unsaved-${state.id}`;
  const { format: _, ...older } = JSON.parse(lines.get(key)!) as Record<string, unknown>;
  lines.set(key, JSON.stringify({ ...older, cohorts: [{ id: 'c', analysis: 'funnel', mark: '1' }] }));
  expect(pickUp(state.id, 7)).toEqual({ name: 'Spring', notes: 'the last word', query: 'SELECT 1' });
});

it('what is too much, or no longer to be read, is nothing', () => {
  const state = emptyState();
  putDown(state, 1);
  room = 10;
  putDown({ ...state, notes: 'later' }, 1);
  expect(pickUp(state.id, 1)).toBeNull();
  lines.set(`behold-unsaved-${state.id}`, '{');
  expect(pickUp(state.id, 1)).toBeNull();
});
