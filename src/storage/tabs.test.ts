import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../core/errors.ts';
import { MemoryFolder } from './memory-folder.ts';
import type { Store } from './store.ts';
import { FaultyDisk } from './test-faults.ts';
import { TestLocks, contentsOf, putPiece, putSample, table, testStore } from './test-store.ts';

type Step = 'open' | 'commit' | 'import' | 'mark' | 'duplicate';
const steps = fc.array(fc.constantFrom<Step>('open', 'commit', 'commit', 'import', 'mark', 'duplicate'), {
  maxLength: 12,
});

/** One tab at work on a project that another works on too: what it committed, in order. */
class Tab {
  readonly committed: { token: string; sequence: number }[] = [];
  readonly #store: Store;
  readonly #name: string;
  #known: Awaited<ReturnType<Store['open']>> | null = null;
  conflicts = 0;
  #count = 0;

  constructor(store: Store, name: string) {
    this.#store = store;
    this.#name = name;
  }

  async run(all: readonly Step[]): Promise<void> {
    for (const step of all) await this.#take(step);
  }

  async #take(step: Step): Promise<void> {
    const token = `${this.#name}${++this.#count}`;
    if (step === 'mark') return this.#store.mark('p', 'import', { token });
    if (step === 'duplicate') return this.#store.duplicate('p', { id: `copy-${token}`, name: token });
    if (step === 'open' || !this.#known) {
      this.#known = await this.#store.open('p');
      expect(this.#known.damage).toEqual([]);
      return;
    }
    await this.#commit(token, step === 'import');
  }

  /** Adds its token to what it last saw; an import adds a table as well. */
  async #commit(token: string, imports: boolean): Promise<void> {
    const { document, sequence } = this.#known!;
    const tables = imports
      ? [...document.tables, table(token, [await putPiece(this.#store, 'p', token)])]
      : document.tables;
    const next = { ...document, tables, notes: `${document.notes} ${token}` };
    try {
      const reached = await this.#store.commit('p', next, sequence);
      this.committed.push({ token, sequence: reached });
      this.#known = { ...this.#known!, document: next, sequence: reached };
    } catch (error) {
      // Another tab's commit came first, or collected what this one had put and now has to put again.
      expect(error).toBeInstanceOf(AppError);
      expect(['storage.conflict', 'storage.damaged']).toContain((error as AppError).code);
      this.#known = null;
      this.conflicts++;
    }
  }
}

test('two tabs, any order of steps: no committed change is ever overwritten', { timeout: 180_000 }, async () => {
  let conflicts = 0;
  await fc.assert(
    fc.asyncProperty(steps, steps, fc.infiniteStream(fc.nat(3)), async (left, right, waits) => {
      const pause = async (): Promise<void> => {
        for (let ticks = waits.next().value as number; ticks > 0; ticks--) await Promise.resolve();
      };
      const memory = new MemoryFolder();
      const locks = new TestLocks();
      const first = testStore(memory, { locks });
      await first.commit('p', await putSample(first, 'p', 'start', { notes: '' }), 0);
      const tabs = ['a', 'b'].map(
        (name) => new Tab(testStore(new FaultyDisk(memory, { pause }).root, { locks }), name),
      );
      await Promise.all([tabs[0]!.run(left), tabs[1]!.run(right)]);
      const committed = tabs.flatMap((tab) => tab.committed).sort((a, b) => a.sequence - b.sequence);
      expect(committed.map(({ sequence }) => sequence)).toEqual(committed.map((_, i) => i + 2));
      const found = await testStore(memory).open('p');
      expect(found.damage).toEqual([]);
      expect(found.document.notes.split(' ').filter(Boolean)).toEqual(committed.map(({ token }) => token));
      expect((await testStore(memory).list()).every(({ state }) => state === 'whole')).toBe(true);
      expect([...(await contentsOf(memory)).keys()].filter((path) => path.endsWith('.tmp'))).toEqual([]);
      conflicts += tabs.reduce((sum, tab) => sum + tab.conflicts, 0);
    }),
    { numRuns: 80 },
  );
  // Else the tabs never met.
  expect(conflicts).toBeGreaterThan(0);
});
