import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MemoryFolder } from './memory-folder.ts';
import { TestLocks, bytesOf, contentsOf, overwrite, putPiece, putSample, table, testStore } from './test-store.ts';

const folder = 'behold/projects/p1';
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

async function kept(salt = 'one') {
  const root = new MemoryFolder();
  const store = testStore(root);
  const document = await putSample(store, 'p1', salt);
  const sequence = await store.commit('p1', document, 0);
  return { root, store, document, sequence };
}

describe('a project', () => {
  test('comes back as it was committed', async () => {
    const { root, document, sequence } = await kept();
    expect(sequence).toBe(1);
    const found = await testStore(root).open('p1');
    expect(found).toMatchObject({ sequence: 1, damage: [], generation: 'current', marks: {} });
    expect(found.document).toEqual(document);
    expect(found.migratedFrom).toBeUndefined();
  });

  test('lies on the disk as the README says', async () => {
    const { root } = await kept();
    const paths = [...(await contentsOf(root)).keys()];
    expect(paths).toContain(`${folder}/record.json`);
    expect(paths).toContain(`${folder}/generations/1.json`);
    expect(paths).toContain(`${folder}/data/${sum('shared rows')}.arrow`);
    expect(paths.filter((path) => path.startsWith(`${folder}/data/`))).toHaveLength(6);
    expect(paths.filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  test('keeps two generations and what they need, and collects the rest', async () => {
    const { root, store } = await kept('one');
    await store.commit('p1', await putSample(store, 'p1', 'two'), 1);
    await store.commit('p1', await putSample(store, 'p1', 'three'), 2);
    const contents = await contentsOf(root);
    expect([...contents.keys()].filter((path) => path.includes('/generations/'))).toEqual([
      `${folder}/generations/2.json`,
      `${folder}/generations/3.json`,
    ]);
    const texts = [...contents.values()];
    expect(texts.some((text) => text.includes('events of one'))).toBe(false);
    expect(texts).toContain('events of two');
    expect(texts).toContain('events of three');
  });

  test('is not overwritten by a commit that knows less', async () => {
    const { root, store } = await kept('one');
    await store.commit('p1', await putSample(store, 'p1', 'two'), 1);
    const other = testStore(root);
    const late = await putSample(other, 'p1', 'late');
    await expect(other.commit('p1', late, 1)).rejects.toMatchObject({
      name: 'storage.conflict',
      values: { expected: 1, found: 2 },
    });
    expect((await store.open('p1')).document.name).toBe('Project two');
  });

  test('of two commits at once exactly one wins', async () => {
    const { root } = await kept();
    const locks = new TestLocks();
    const tabs = [testStore(root, { locks }), testStore(root, { locks })];
    const documents = [await putSample(tabs[0]!, 'p1', 'left'), await putSample(tabs[1]!, 'p1', 'right')];
    const ends = await Promise.allSettled(tabs.map((tab, i) => tab.commit('p1', documents[i]!, 1)));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = documents[ends.findIndex(({ status }) => status === 'fulfilled')]!;
    expect((await testStore(root).open('p1')).document).toEqual(winner);
  });

  test('that names a file which is not there is not committed', async () => {
    const { store, document } = await kept();
    const gone = { file: `data/${sum('gone')}.arrow`, bytes: 4, sha256: sum('gone'), rows: 1 };
    const bad = { ...document, tables: [table('log', [gone])], mapping: {} };
    await expect(store.commit('p1', bad, 1)).rejects.toMatchObject({ name: 'storage.damaged' });
    expect((await store.open('p1')).document).toEqual(document);
  });

  test('that no version could open again is not committed', async () => {
    const { store, document } = await kept();
    const bad = { ...document, contents: -1 };
    await expect(store.commit('p1', bad, 1)).rejects.toMatchObject({ name: 'project.damaged' });
    expect((await store.open('p1')).document).toEqual(document);
  });

  test('unknown is said to be unknown', async () => {
    await expect(testStore(new MemoryFolder()).open('p9')).rejects.toMatchObject({ name: 'storage.unknown-project' });
  });
});

describe('files', () => {
  test('are named by their hash, and read back', async () => {
    const { store } = await kept();
    const ref = await store.put('p1', bytesOf('abc'), 'arrow');
    // FIPS 180-2, appendix B.1.
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(ref).toEqual({ file: `data/${abc}.arrow`, bytes: 3, sha256: abc });
    expect(new TextDecoder().decode(await store.read('p1', ref))).toBe('abc');
  });

  test('put and not yet committed outlive a commit, and go with the next worker', async () => {
    const { root, store, document } = await kept();
    const ref = await store.put('p1', bytesOf('an import under way'), 'arrow');
    await store.commit('p1', document, 1);
    expect(await store.read('p1', ref)).toHaveLength(19);
    await testStore(root).commit('p1', document, 2);
    await expect(store.read('p1', ref)).rejects.toMatchObject({ name: 'storage.damaged' });
  });

  test('a damaged one is mended by being put again', async () => {
    const { root, store } = await kept();
    const ref = await store.put('p1', bytesOf('shared rows'), 'arrow');
    await overwrite(root, `${folder}/${ref.file}`, bytesOf('shared rowz'));
    await expect(store.read('p1', ref)).rejects.toMatchObject({ name: 'storage.damaged' });
    await store.put('p1', bytesOf('shared rows'), 'arrow');
    expect(await store.read('p1', ref)).toEqual(bytesOf('shared rows'));
  });

  test('kept in memory can be read, and reach the disk with the commit', async () => {
    const { root, store, document } = await kept();
    const ref = { ...(await store.put('p1', bytesOf('held'), 'arrow', true)), rows: 1 };
    expect([...(await contentsOf(root)).keys()]).not.toContain(`${folder}/${ref.file}`);
    expect(await store.read('p1', ref)).toEqual(bytesOf('held'));
    await store.commit('p1', { ...document, tables: [table('held', [ref])], mapping: {} }, 1);
    expect((await contentsOf(root)).get(`${folder}/${ref.file}`)).toBe('held');
    expect((await testStore(root).open('p1')).damage).toEqual([]);
  });
});

describe('the list', () => {
  test('reads records, newest change first', async () => {
    const store = testStore(new MemoryFolder());
    for (const [id, changed] of [
      ['a', '2026-01-01T00:00:00.000Z'] as const,
      ['b', '2026-02-01T00:00:00.000Z'] as const,
    ])
      await store.commit(id, await putSample(store, id, id, { changed }), 0);
    const rows = await store.list();
    expect(rows.map(({ id, name, tables, rows, state }) => ({ id, name, tables, rows, state }))).toEqual([
      { id: 'b', name: 'Project b', tables: 2, rows: 3, state: 'whole' },
      { id: 'a', name: 'Project a', tables: 2, rows: 3, state: 'whole' },
    ]);
  });

  test('leaves out what was put and marked but never committed', async () => {
    const root = new MemoryFolder();
    const store = testStore(root);
    await store.put('p2', bytesOf('x'), 'arrow');
    await store.mark('p3', 'import', { file: 'a.csv' });
    expect(await store.list()).toEqual([]);
    await store.remove('p3');
    expect([...(await contentsOf(root)).keys()].some((path) => path.includes('p3'))).toBe(false);
  });

  test('shows a project whose record is damaged or lost, by what its generation says', async () => {
    for (const bytes of [bytesOf('{"sha256":"'), null]) {
      const { root, store } = await kept();
      await overwrite(root, `${folder}/record.json`, bytes);
      expect(await store.list()).toMatchObject([{ id: 'p1', name: 'Project one', state: 'damaged', rows: 3 }]);
    }
  });
});

describe('marks', () => {
  test('are kept beside the generations, replaced and removed', async () => {
    const { root, store } = await kept();
    await store.mark('p1', 'training-0af3', { epoch: 1 });
    await store.mark('p1', 'training-0af3', { epoch: 2, weights: [0.5, 1e-300] });
    await store.mark('p1', 'import', { file: '日志.csv' });
    expect((await testStore(root).open('p1')).marks).toEqual({
      'training-0af3': { epoch: 2, weights: [0.5, 1e-300] },
      import: { file: '日志.csv' },
    });
    await store.mark('p1', 'import', null);
    await store.mark('p1', 'never', undefined);
    expect(Object.keys((await store.open('p1')).marks)).toEqual(['training-0af3']);
  });

  test('a damaged one is left out, and is no damage', async () => {
    const { root, store } = await kept();
    await store.mark('p1', 'import', { file: 'a.csv' });
    const path = `${folder}/marks/import.json`;
    await overwrite(root, path, bytesOf((await contentsOf(root)).get(path)!.replace('a.csv', 'b.csv')));
    expect(await store.open('p1')).toMatchObject({ marks: {}, damage: [] });
  });
});

describe('copies and removals', () => {
  test('a duplicate is a project of its own', async () => {
    const { root, store, document } = await kept();
    await store.duplicate('p1', { id: 'p2', name: 'Copy' });
    await store.remove('p1');
    const found = await testStore(root).open('p2');
    expect(found.document).toEqual({ ...document, id: 'p2', name: 'Copy' });
    expect(found.damage).toEqual([]);
  });

  test('a duplicate never takes the place of a project', async () => {
    const { store, document } = await kept();
    await expect(store.duplicate('p1', { id: 'p1', name: 'Copy' })).rejects.toMatchObject({ name: 'storage.conflict' });
    expect((await store.open('p1')).document).toEqual(document);
  });

  test('a removed project leaves nothing', async () => {
    const { root, store } = await kept();
    await store.commit('p2', await putSample(store, 'p2', 'two'), 0);
    await store.remove('p1');
    expect((await store.list()).map(({ id }) => id)).toEqual(['p2']);
    expect([...(await contentsOf(root)).keys()].filter((path) => path.startsWith(folder))).toEqual([]);
    await store.removeAll();
    expect((await contentsOf(root)).size).toBe(0);
  });

  test('a commit after the removal in another tab is refused', async () => {
    const { root, store, document } = await kept();
    await testStore(root).remove('p1');
    await expect(store.commit('p1', document, 1)).rejects.toMatchObject({
      name: 'storage.conflict',
      values: { expected: 1, found: 0 },
    });
  });
});

test('every byte is counted once, by what it is', async () => {
  const { root, store, document } = await kept('one');
  await store.commit(
    'p1',
    { ...document, tables: [table('log', [await putPiece(store, 'p1', 'rows')])], mapping: {} },
    1,
  );
  await store.mark('p1', 'import', {});
  const [bytes] = await store.bytes();
  expect(bytes!.tables).toEqual([{ name: 'log', bytes: 4 }]);
  expect(bytes!.models).toBe('{"weights":[1,2],"salt":"one"}'.length);
  const texts = ['raw rows of one', 'shared rows', 'events of one', 'goods of one'];
  expect(bytes!.older).toBe(texts.join('').length);
  const all = [...(await contentsOf(root)).values()].reduce((total, { length }) => total + length, 0);
  expect(bytes!.tables[0]!.bytes + bytes!.models + bytes!.documents + bytes!.older).toBe(all);
});
