import { describe, expect, test } from 'vitest';
import type { ProjectDocument } from '../contract/document.ts';
import { MemoryFolder } from './memory-folder.ts';
import type { Store } from './store.ts';
import { Crashed, FaultyDisk } from './test-faults.ts';
import { contentsOf, copyOf, overwrite, bytesOf, putSample, testStore } from './test-store.ts';

/** Runs `work` on copies of a disk, cut short at the first, second, … change, until it comes to its end uncut. */
async function atEachChange(
  start: MemoryFolder,
  work: (store: Store) => Promise<void>,
  check: (memory: MemoryFolder, k: number) => Promise<void>,
): Promise<number> {
  for (let k = 1; ; k++) {
    const disk = new FaultyDisk(await copyOf(start), { crashAt: k });
    const end = await work(testStore(disk.root)).then(
      () => 'done',
      () => 'cut',
    );
    await check(disk.memory, k);
    if (disk.changes < k) {
      expect(end).toBe('done');
      return k - 1;
    }
  }
}

async function withTwoCommits() {
  const root = new MemoryFolder();
  const store = testStore(root);
  await store.commit('p1', await putSample(store, 'p1', 'one'), 0);
  const document = await putSample(store, 'p1', 'two');
  await store.commit('p1', document, 1);
  return { root, document };
}

const leftovers = async (root: MemoryFolder) =>
  [...(await contentsOf(root)).keys()].filter((path) => path.endsWith('.tmp'));

describe('a crash at every change of the disk', () => {
  test('in put, commit, mark and collecting: the state before or after, whole, and no damage', async () => {
    const { root, document } = await withTwoCommits();
    let known: ProjectDocument[] = [];
    const work = async (store: Store): Promise<void> => {
      known = [document];
      for (const [i, salt] of ['three', 'four', 'five'].entries()) {
        const next = await putSample(store, 'p1', salt);
        await store.mark('p1', 'import', { salt });
        known = [known.at(-1)!, next];
        await store.commit('p1', next, 2 + i);
        known = [next];
      }
    };
    const cuts = await atEachChange(root, work, async (memory) => {
      const found = await testStore(memory).open('p1');
      expect(found).toMatchObject({ damage: [], generation: 'current' });
      expect(known).toContainEqual(found.document);
      expect(await testStore(memory).list()).toMatchObject([{ state: 'whole', name: found.document.name }]);
      const next = testStore(memory);
      expect(await next.commit('p1', found.document, found.sequence)).toBe(found.sequence + 1);
      expect(await leftovers(memory)).toEqual([]);
    });
    expect(cuts).toBeGreaterThan(100);
  });

  test('in a first commit: no project, or the whole one', async () => {
    let document: ProjectDocument | undefined;
    const cuts = await atEachChange(
      new MemoryFolder(),
      async (store) => {
        document = undefined;
        document = await putSample(store, 'p1', 'one');
        await store.commit('p1', document, 0);
      },
      async (memory) => {
        const rows = await testStore(memory).list();
        if (rows.length) {
          expect(rows).toMatchObject([{ state: 'whole' }]);
          const found = await testStore(memory).open('p1');
          expect(found).toMatchObject({ damage: [], sequence: 1 });
          expect(found.document).toEqual(document);
        } else {
          await expect(testStore(memory).open('p1')).rejects.toMatchObject({ name: 'storage.unknown-project' });
          const again = testStore(memory);
          expect(await again.commit('p1', await putSample(again, 'p1', 'one'), 0)).toBe(1);
        }
      },
    );
    expect(cuts).toBeGreaterThan(30);
  });

  test('in duplicating: the copy is whole or not there, and the original is as it was', async () => {
    const { root, document } = await withTwoCommits();
    await atEachChange(
      root,
      (store) => store.duplicate('p1', { id: 'p2', name: 'Copy' }),
      async (memory) => {
        const rows = await testStore(memory).list();
        expect(rows.every(({ state }) => state === 'whole')).toBe(true);
        expect((await testStore(memory).open('p1')).document).toEqual(document);
        if (rows.length === 1) return;
        const copy = await testStore(memory).open('p2');
        expect(copy).toMatchObject({ damage: [], document: { ...document, id: 'p2', name: 'Copy' } });
      },
    );
  });

  test('in removing: the project is whole or gone, and what is left goes with the next list', async () => {
    const { root, document } = await withTwoCommits();
    await atEachChange(
      root,
      (store) => store.remove('p1'),
      async (memory) => {
        const gone = await testStore(memory)
          .open('p1')
          .then(
            (found) => {
              expect(found).toMatchObject({ damage: [], document });
              return false;
            },
            (error: Error) => error.name === 'storage.unknown-project',
          );
        const rows = await testStore(memory).list();
        expect(rows.map(({ state }) => state)).toEqual(gone ? [] : ['whole']);
        if (gone) expect((await contentsOf(memory)).size).toBe(0);
      },
    );
  });

  test('in mending a lost record: the damage is still told, or mended', async () => {
    const { root, document } = await withTwoCommits();
    await overwrite(root, 'behold/projects/p1/record.json', bytesOf('{}'));
    const next = { ...document, notes: 'mended' };
    await atEachChange(
      root,
      async (store) => {
        const found = await store.open('p1');
        await store.commit('p1', next, found.sequence);
      },
      async (memory) => {
        const found = await testStore(memory).open('p1');
        const parts = found.damage.map(({ part }) => part);
        expect(parts).toEqual(found.document.notes === 'mended' && !parts.length ? [] : ['record']);
        expect([document, next]).toContainEqual(found.document);
      },
    );
  });
});

test('the disk of these tests does fail', async () => {
  const disk = new FaultyDisk(new MemoryFolder(), { crashAt: 1 });
  await expect(disk.root.getDirectoryHandle('a', { create: true })).rejects.toBeInstanceOf(Crashed);
  await expect(disk.root.getDirectoryHandle('a')).rejects.toBeInstanceOf(Crashed);
});
