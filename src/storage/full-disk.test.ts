import { describe, expect, test } from 'vitest';
import type { ProjectDocument } from '../contract/document.ts';
import { MemoryFolder } from './memory-folder.ts';
import type { Faults } from './test-faults.ts';
import { FaultyDisk } from './test-faults.ts';
import { contentsOf, copyOf, bytesOf, putSample, testStore } from './test-store.ts';

async function oneCommit() {
  const root = new MemoryFolder();
  const store = testStore(root);
  const document = await putSample(store, 'p1', 'one');
  await store.commit('p1', document, 0);
  return { root, document };
}

/** The new state of the project, tried on a disk with faults: how it ended, and what is left. */
async function tryNext(root: MemoryFolder, faults: Faults) {
  const disk = new FaultyDisk(await copyOf(root), faults);
  const store = testStore(disk.root);
  let document: ProjectDocument | null = null;
  try {
    document = await putSample(store, 'p1', 'two');
    await store.mark('p1', 'import', { file: 'b.csv' });
    await store.commit('p1', document, 1);
    return { disk, document, error: null };
  } catch (error) {
    return { disk, document, error: error as Error & { values: Record<string, number> } };
  }
}

const temporary = async (root: MemoryFolder) =>
  [...(await contentsOf(root)).keys()].filter((path) => path.includes('.tmp'));

describe.each(['throws', 'chromium', 'short'] as const)('a full disk that refuses by: %s', (way) => {
  test('leaves the last commit whole at every number of free bytes', async () => {
    const { root, document } = await oneCommit();
    let committed = 0;
    for (let free = 0; committed < 5; free += committed ? 1 : 13) {
      const { disk, document: next, error } = await tryNext(root, { quota: { most: root.used + free, way } });
      expect(await temporary(disk.memory)).toEqual([]);
      const found = await testStore(disk.memory).open('p1');
      expect(found.damage).toEqual([]);
      if (error) {
        expect(error.name).toBe('storage.full');
        expect(error.values['needed']).toBeGreaterThan(error.values['free']!);
        expect(found.document).toEqual(document);
      } else {
        committed++;
        expect(found.document).toEqual(next);
      }
    }
  });

  test('at the very byte that is missing', async () => {
    const { root } = await oneCommit();
    for (const [free, ends] of [[10, 'kept'] as const, [9, 'storage.full'] as const]) {
      const disk = new FaultyDisk(await copyOf(root), { quota: { most: root.used + free, way } });
      const put = testStore(disk.root).put('p1', bytesOf('ten bytes.'), 'arrow');
      expect(
        await put.then(
          () => 'kept',
          (error: Error) => error.name,
        ),
      ).toBe(ends);
    }
  });
});

test('the estimate refuses before anything is written', async () => {
  const { root, document } = await oneCommit();
  const disk = new FaultyDisk(await copyOf(root));
  const store = testStore(disk.root, { estimate: async () => ({ used: 995, quota: 1000 }) });
  const refusal = { name: 'storage.full', values: { needed: 6, free: 5 } };
  await expect(store.put('p1', bytesOf('6bytes'), 'arrow')).rejects.toMatchObject(refusal);
  expect(disk.changes).toBe(0);
  await expect(store.commit('p1', document, 1)).rejects.toMatchObject({ name: 'storage.full' });
  expect(await contentsOf(disk.memory)).toEqual(await contentsOf(root));
});

test('what the disk refused can be kept in memory and committed when there is room', async () => {
  const { root } = await oneCommit();
  const disk = new FaultyDisk(await copyOf(root), { quota: { most: root.used, way: 'chromium' } });
  const store = testStore(disk.root);
  const next = await putSample({ put: (id, bytes, kind) => store.put(id, bytes, kind, true) }, 'p1', 'two');
  await expect(store.commit('p1', next, 1)).rejects.toMatchObject({ name: 'storage.full' });
  disk.faults.quota!.most = Infinity;
  expect(await store.commit('p1', next, 1)).toBe(2);
  expect(await testStore(disk.memory).open('p1')).toMatchObject({ document: next, damage: [] });
});

describe('a disk that does not do what it is told', () => {
  test('a flush that fails once is tried again', async () => {
    const { root } = await oneCommit();
    expect((await tryNext(root, { flushes: 1 })).error).toBeNull();
  });

  test.each<[string, Faults]>([
    ['a flush that fails always', { flushes: Infinity }],
    ['a rename that fails', { unmovable: () => true }],
    ['a write that turns a bit', { corrupts: true }],
  ])('%s: the last commit stays, and the writer is told', async (_, faults) => {
    const { root, document } = await oneCommit();
    const { disk, error } = await tryNext(root, faults);
    expect(error?.name).toBe('storage.write-failed');
    expect(await temporary(disk.memory)).toEqual([]);
    expect(await testStore(disk.memory).open('p1')).toMatchObject({ document, damage: [] });
  });

  test('a record that can not be swapped leaves no generation behind', async () => {
    const { root, document } = await oneCommit();
    const disk = new FaultyDisk(await copyOf(root), { unmovable: (name) => name === 'record.json' });
    const store = testStore(disk.root);
    const record = { ...document, notes: 'new' };
    const before = await contentsOf(disk.memory);
    await expect(store.commit('p1', record, 1)).rejects.toMatchObject({ name: 'storage.write-failed' });
    expect(await contentsOf(disk.memory)).toEqual(before);
    disk.faults.unmovable = () => false;
    expect(await store.commit('p1', record, 1)).toBe(2);
  });
});
