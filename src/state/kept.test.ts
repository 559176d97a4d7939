import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProjectParts } from '../contract/document.ts';
import type { EngineEvent } from '../contract/engine.ts';
import { insertBlock } from './report.ts';
import { Kept } from './kept.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** What Kept needs of the engine: the parts, changed a little later, as a real one does. */
class FakeEngine {
  readonly ready = Promise.resolve();
  readonly asked: string[] = [];
  readonly listeners: ((event: EngineEvent) => void)[] = [];
  parts: ProjectParts = { name: '', notes: '', cohorts: [], runs: [], report: { title: '', blocks: [] } };
  refuse = false;

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.listeners.push(listener);
    return () => undefined;
  }

  part<K extends keyof ProjectParts>(name: K): ProjectParts[K] {
    return this.parts[name];
  }

  async setPart<K extends keyof ProjectParts>(name: K, value: ProjectParts[K]): Promise<void> {
    this.asked.push(name);
    await new Promise((done) => setTimeout(done, 5));
    if (this.refuse) throw new Error('no');
    this.parts = { ...this.parts, [name]: value };
  }

  flush(): void {
    this.asked.push('flush');
  }
}

let engine: FakeEngine;
let kept: Kept;
let onPage: Map<string, () => void>;

beforeEach(() => {
  onPage = new Map();
  vi.stubGlobal('addEventListener', (name: string, listener: () => void) => onPage.set(name, listener));
  engine = new FakeEngine();
  kept = new Kept({ engine } as unknown as Workspace);
});
afterEach(() => vi.unstubAllGlobals());

const text = (id: string) => ({ id, kind: 'text' as const, text: id });

it('loses none of several changes made at once', async () => {
  await Promise.all(['a', 'b', 'c'].map((id) => kept.change('report', (report) => insertBlock(report, text(id)))));
  expect(kept.report.blocks.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});

it('asks nothing of the engine for an edit that changes nothing', async () => {
  await kept.change('report', (report) => report);
  expect(engine.asked).toEqual([]);
});

it('says which change was refused, and makes the next one all the same', async () => {
  engine.refuse = true;
  await expect(kept.change('notes', () => 'lost')).rejects.toThrow('no');
  engine.refuse = false;
  await kept.change('notes', () => 'kept');
  expect(kept.notes).toBe('kept');
});

it('hands the last key over within the event that says that the page is going, and then has it saved', async () => {
  const draft = kept.draft((notes) => kept.change('notes', () => notes));
  draft.type('last key');
  onPage.get('pagehide')!();
  expect(engine.asked).toEqual(['notes']);
  await vi.waitFor(() => expect(engine.asked).toEqual(['notes', 'flush']));
  expect(kept.notes).toBe('last key');
});

it('a field that leaves the page keeps its text, and is not asked again', async () => {
  const draft = kept.draft((notes) => kept.change('notes', () => notes));
  draft.type('typed');
  await kept.drop(draft);
  await kept.flush();
  expect(engine.parts.notes).toBe('typed');
  expect(engine.asked).toEqual(['notes']);
});

it('shows what another tab or an undo has made of the project', () => {
  engine.parts = { ...engine.parts, notes: 'from elsewhere' };
  for (const listener of engine.listeners) listener({ kind: 'status' });
  expect(kept.notes).toBe('');
  for (const listener of engine.listeners) listener({ kind: 'changed' });
  expect(kept.notes).toBe('from elsewhere');
});
