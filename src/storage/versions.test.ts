import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MemoryFolder } from './memory-folder.ts';
import { seal } from './sealed.ts';
import { bytesOf, contentsOf, overwrite, putSample, testStore } from './test-store.ts';

const folder = 'behold/projects/p1';
const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A disk as another version left it: one generation with this document, of this form. */
async function writtenBy(document: object, format: number, record = 1): Promise<MemoryFolder> {
  const root = new MemoryFolder();
  const written = '2025-01-01T00:00:00.000Z';
  const generation = await seal({ sequence: 1, written, document });
  const current = { sequence: 1, bytes: generation.length, sha256: sum(generation), written, format };
  const summary = { name: 'Other', created: written, changed: written, tables: 0, rows: 0, bytes: 1 };
  await overwrite(root, `${folder}/generations/1.json`, generation);
  const content = { record, sequence: 1, current, previous: null, backup: null, summary };
  await overwrite(root, `${folder}/record.json`, await seal(content));
  return root;
}

describe('a project of a later version', () => {
  test.each([
    ['a newer document', 99, 1],
    ['a newer record', 2, 99],
  ])('%s is listed, not opened, and never written over', async (_, format, record) => {
    const root = await writtenBy({ format }, format, record);
    const before = await contentsOf(root);
    const store = testStore(root);
    expect(await store.list()).toMatchObject([{ id: 'p1', name: 'Other', state: 'newer' }]);
    await expect(store.open('p1')).rejects.toMatchObject({ name: 'project.newer', values: { format: 99 } });
    const mine = await putSample(testStore(new MemoryFolder()), 'p1', 'mine', {
      tables: [],
      mapping: {},
      models: [],
      ledgers: null,
    });
    await expect(store.commit('p1', mine, 1)).rejects.toMatchObject({ name: 'project.newer' });
    expect(await contentsOf(root)).toEqual(before);
  });

  test('is not opened either where only its generation can be read', async () => {
    const root = await writtenBy({ format: 99 }, 99);
    await overwrite(root, `${folder}/record.json`, bytesOf('{}'));
    await expect(testStore(root).open('p1')).rejects.toMatchObject({ name: 'project.newer' });
  });
});

describe('a project of an earlier form', () => {
  const older = { format: 1, app: '0.1.0', tables: [], mapping: {}, settings: { zone: 'Asia/Shanghai' } };
  const generations = async (root: MemoryFolder) =>
    [...(await contentsOf(root)).keys()].filter((path) => path.includes('/generations/')).map((path) => path.at(-6));

  test('opens in today’s form, and stays as a backup behind later commits', async () => {
    const root = await writtenBy(older, 1);
    const store = testStore(root);
    const found = await store.open('p1');
    expect(found).toMatchObject({ damage: [], migratedFrom: 1, sequence: 1 });
    expect(found.document).toMatchObject({ format: 3, id: 'p1', settings: { zone: 'Asia/Shanghai' } });
    for (const after of [1, 2, 3]) await store.commit('p1', { ...found.document, contents: after }, after);
    expect(await generations(root)).toEqual(['1', '3', '4']);
    expect((await testStore(root).open('p1')).migratedFrom).toBeUndefined();
    for (const path of ['3', '4']) await overwrite(root, `${folder}/generations/${path}.json`, null);
    expect(await testStore(root).open('p1')).toMatchObject({ migratedFrom: 1, generation: 'previous', sequence: 4 });
  });
});
