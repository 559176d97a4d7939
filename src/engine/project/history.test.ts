import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { History, HistoryEntry } from '../../contract/document.ts';
import type { Change } from './history.ts';
import { emptyHistory, historyLimits, record, redoStep, stepsTo, undoStep } from './history.ts';

type Kind = HistoryEntry['kind'];
const kinds = ['mapping', 'settings', 'recipe', 'notes', 'name', 'cohorts'] as const;
type State = Record<string, unknown>;
const apart = 10_000;

const change = (before: unknown, after: unknown, kind: Kind = 'notes', subject?: string): Change => ({
  kind,
  ...(subject === undefined ? {} : { subject }),
  before,
  after,
});

/** The history of these changes, each long after the one before. */
const after = (...changes: Change[]): History =>
  changes.reduce((history, change, n) => record(history, change, n * apart), emptyHistory());

const jump = (state: State, { kind }: HistoryEntry, value: unknown): State => ({ ...state, [kind]: value });

describe('record', () => {
  it('gives an entry an id and a time, and puts it in force', () => {
    const { entries, done } = record(emptyHistory(), change('', 'a'), Date.UTC(2026, 0, 2));
    expect(done).toBe(1);
    expect(entries[0]).toMatchObject({ kind: 'notes', before: '', after: 'a', at: '2026-01-02T00:00:00.000Z' });
    expect(entries[0]!.id).not.toBe('');
  });

  it('does not record what changes nothing, and keeps what was undone then', () => {
    const undone = undoStep(after(change({ a: [1] }, { a: [2] }, 'mapping')))!.history;
    expect(record(undone, change({ a: [1], b: undefined }, { a: [1] }, 'mapping'), 0)).toBe(undone);
  });

  it.each([
    ['an item more', [1], [1, 2]],
    ['another order', [1, 2], [2, 1]],
    ['null for nothing', { a: null }, {}],
    ['a list for an object', [], {}],
    ['a text for a number', '1', 1],
    ['a field for another', { a: 1 }, { b: 1 }],
    ['deep within', { a: [{ b: { c: 1 } }] }, { a: [{ b: { c: 2 } }] }],
  ])('takes %s for a change', (_, before, value) => {
    expect(after(change(before, value, 'mapping')).done).toBe(1);
  });

  it('drops what was undone', () => {
    const undone = undoStep(after(change('', 'a'), change('a', 'b')))!.history;
    const { entries, done } = record(undone, change('a', 'c'), 9 * apart);
    expect([entries.map((entry) => entry.after), done]).toEqual([['a', 'c'], 2]);
  });
});

describe('typing', () => {
  const twice = (first: Change, second: Change, ms: number) => record(record(emptyHistory(), first, 0), second, ms);

  it.each([...(['notes', 'name', 'settings', 'report'] as const)])(
    'of %s in quick succession is one change',
    (kind) => {
      const { entries, done } = twice(change('', 'a', kind), change('a', 'ab', kind), 1500);
      expect([entries.length, done]).toEqual([1, 1]);
      expect(entries[0]).toMatchObject({ before: '', after: 'ab', at: '1970-01-01T00:00:01.500Z' });
    },
  );

  it('is measured from the last key, not from the first', () => {
    const history = record(twice(change('', 'a'), change('a', 'ab'), 1500), change('ab', 'abc'), 3000);
    expect(history.entries.map((entry) => entry.after)).toEqual(['abc']);
  });

  it('disappears where it ends as it began', () => {
    expect(twice(change('', 'a'), change('a', ''), 100)).toEqual(emptyHistory());
  });

  it.each([
    ['after a pause', change('', 'a'), change('a', 'b'), 1501],
    ['when the clock was set back', change('', 'a'), change('a', 'b'), -1],
    ['of another kind', change('', 'a'), change('', 'b', 'name'), 100],
    ['of another subject', change('', 'a', 'notes', 'x'), change('', 'b', 'notes', 'y'), 100],
    ['of a kind that is not typed', change([], [1], 'recipe', 't'), change([1], [1, 2], 'recipe', 't'), 100],
  ])('is a change of its own %s', (_, first, second, ms) => {
    expect(twice(first, second, ms).entries).toHaveLength(2);
  });

  it('is a change of its own while something is undone', () => {
    const undone = undoStep(twice(change('', 'a'), change('a', 'b'), 5000))!.history;
    expect(record(undone, change('a', 'c'), 100).entries.map((entry) => entry.after)).toEqual(['a', 'c']);
  });
});

describe('limits', () => {
  it('keeps the newest 200', () => {
    const { entries, done } = after(...Array.from({ length: 205 }, (_, n) => change(n, n + 1)));
    expect([entries.length, done, entries[0]!.before, entries.at(-1)!.after]).toEqual([200, 200, 5, 205]);
  });

  it('keeps the newest 2 MB, counted in bytes', () => {
    const text = (n: number) => `${n}${'数'.repeat(100_000)}`;
    // 600 kB and a little each: two texts of 300 kB.
    const { entries, done } = after(...Array.from({ length: 6 }, (_, n) => change(text(n), text(n + 1))));
    expect([entries.length, done]).toEqual([3, 3]);
    expect(new TextEncoder().encode(JSON.stringify(entries)).length).toBeLessThanOrEqual(historyLimits.bytes + 100);
  });

  it('begins anew after a change that is too large to be kept', () => {
    const history = after(change('', 'a'), change('a', 'x'.repeat(2_000_000)));
    expect(history).toEqual(emptyHistory());
    expect(record(history, change('x', 'y', 'name'), 9 * apart).done).toBe(1);
  });
});

describe('stepsTo', () => {
  const history = stepsTo(after(change(0, 1), change(1, 2), change(2, 3), change(3, 4)), 2).history;
  const way = (done: number) => {
    const { how, entries, history: there } = stepsTo(history, done);
    return [how, entries.map((entry) => entry.after), there.done];
  };

  it('undoes the newest first, and does again in order', () => {
    expect(way(0)).toEqual(['undo', [2, 1], 0]);
    expect(way(4)).toEqual(['redo', [3, 4], 4]);
    expect(way(2)).toEqual(['redo', [], 2]);
  });

  it.each([-1, 5, 1.5, NaN])('refuses %s', (done) => {
    expect(() => stepsTo(history, done)).toThrow(
      expect.objectContaining({ code: 'history.no-such-place', values: { place: String(done), changes: 4 } }),
    );
  });
});

/** What a person does: change a part after so many ms, undo, redo, or go to a place (a share of the history). */
const deeds = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom(...kinds), value: fc.nat(3), wait: fc.nat(3000) }) },
    { weight: 2, arbitrary: fc.constant('undo' as const) },
    { weight: 2, arbitrary: fc.constant('redo' as const) },
    { weight: 1, arbitrary: fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
  ),
  { maxLength: 300 },
);

/** Snapshots of all states, as a naive editor would keep them; merging joins the last two. */
class Snapshots {
  states: State[] = [Object.fromEntries(kinds.map((kind) => [kind, { value: 0 }]))];
  at = 0;
  times: ({ kind: string; time: number } | null)[] = [null];

  get state(): State {
    return this.states[this.at]!;
  }

  set(kind: string, value: unknown, time: number): void {
    if (JSON.stringify(this.state[kind]) === JSON.stringify(value)) return;
    const next = { ...this.state, [kind]: value };
    const last = this.times[this.at];
    const whole = this.at === this.states.length - 1;
    const merges =
      whole && last?.kind === kind && time - last.time <= 1500 && ['notes', 'name', 'settings'].includes(kind);
    const keep = this.at + (merges ? 0 : 1);
    this.states = this.states.slice(0, keep);
    this.times = this.times.slice(0, keep);
    const back = merges && JSON.stringify(this.states.at(-1)) === JSON.stringify(next);
    if (!back) {
      this.states.push(next);
      this.times.push({ kind, time });
    }
    if (this.states.length > 201) {
      this.states.shift();
      this.times.shift();
      this.times[0] = null;
    }
    this.at = this.states.length - 1;
  }
}

describe('by random deeds', () => {
  it('is what a list of snapshots is', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        const model = new Snapshots();
        let history = emptyHistory();
        let state = model.state;
        let now = 0;
        for (const deed of list) {
          if (deed === 'undo' || deed === 'redo') {
            const step = deed === 'undo' ? undoStep(history) : redoStep(history);
            const to = model.at + (deed === 'undo' ? -1 : 1);
            expect(step === null).toBe(model.states[to] === undefined);
            if (step) {
              model.at = to;
              state = jump(state, step.entry, deed === 'undo' ? step.entry.before : step.entry.after);
              history = step.history;
            }
          } else if ('share' in deed) {
            model.at = Math.floor(deed.share * (model.states.length - 1));
            const path = stepsTo(history, model.at);
            for (const entry of path.entries)
              state = jump(state, entry, path.how === 'undo' ? entry.before : entry.after);
            history = path.history;
          } else {
            now += deed.wait;
            const value = { value: deed.value };
            history = record(history, { kind: deed.kind, before: state[deed.kind], after: value }, now);
            state = { ...state, [deed.kind]: value };
            model.set(deed.kind, value, now);
          }
          expect(state).toEqual(model.state);
          expect([history.done, history.entries.length]).toEqual([model.at, model.states.length - 1]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('all undone and all done again is where it began', () => {
    const values = fc.array(fc.record({ kind: fc.constantFrom(...kinds), value: fc.jsonValue() }), { maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        const first: State = Object.fromEntries(kinds.map((kind) => [kind, null]));
        let [state, history] = [first, emptyHistory()];
        list.forEach(({ kind, value }, n) => {
          history = record(history, { kind, before: state[kind], after: value }, n * apart);
          state = { ...state, [kind]: value };
        });
        let back = state;
        const all = history;
        for (let step; (step = undoStep(history)); history = step.history)
          back = jump(back, step.entry, step.entry.before);
        expect([back, history.done]).toEqual([first, 0]);
        for (let step; (step = redoStep(history)); history = step.history)
          back = jump(back, step.entry, step.entry.after);
        expect([back, history]).toEqual([state, all]);
      }),
    );
  });
});
