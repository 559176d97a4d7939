import { afterEach, describe, expect, test, vi } from 'vitest';
import { MemoryFolder } from './memory-folder.ts';
import { seal, unseal } from './sealed.ts';
import { Store } from './store.ts';
import { surroundings } from './surroundings.ts';
import { TestLocks, bytesOf, contentsOf, overwrite, putPiece, putSample, table, testStore } from './test-store.ts';

describe('a sealed value', () => {
  test('comes back, whatever it says', async () => {
    const value = { a: [1, 1e-300, null, true], 汉字: '"sha256":"', lone: '\ud800', nested: { content: '}' } };
    expect(await unseal(await seal(value))).toEqual(value);
  });

  test('is refused with any bit turned, any cut, anything added', async () => {
    const bytes = await seal({ name: '项目' });
    for (let i = 0; i < bytes.length * 8; i++) {
      const turned = bytes.slice();
      turned[i >> 3]! ^= 1 << (i & 7);
      expect(await unseal(turned)).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length++)
      expect(await unseal(bytes.subarray(0, length))).toBeUndefined();
    expect(await unseal(Uint8Array.of(...bytes, 32))).toBeUndefined();
  });
});

describe('the scan', () => {
  test('reads every byte and name that is left, but for the projects named', async () => {
    const root = new MemoryFolder();
    const store = testStore(root);
    const [ann, bob] = ['ann-7f3a91', 'bob-22c0de'];
    for (const [id, user] of [
      ['p1', ann],
      ['p2', bob],
    ] as const)
      await store.commit(
        id,
        { ...(await putSample(store, id, id)), tables: [table('t', [await putPiece(store, id, user!)])], mapping: {} },
        0,
      );
    await overwrite(root, `elsewhere/${bob}.txt`, bytesOf(`x${ann}x`));
    const patterns = [ann!, bob!, 'nobody'].map(bytesOf);
    const found = await store.scan(patterns, ['p2']);
    expect(found.found.map(({ place, pattern }) => [place.startsWith('behold/projects/p1/data/'), pattern])).toEqual(
      expect.arrayContaining([
        [true, 0],
        [false, 0],
        [false, 1],
      ]),
    );
    expect(found.found).toHaveLength(3);
    const contents = [...(await contentsOf(root))].filter(([path]) => !path.startsWith('behold/projects/p2/'));
    expect(found.files).toBe(contents.length);
    expect(found.bytes).toBe(contents.reduce((total, [, text]) => total + text.length, 0));
    await store.remove('p1');
    expect((await store.scan([patterns[0]!], [])).found).toEqual([{ place: `elsewhere/${bob}.txt`, pattern: 0 }]);
  });

  test('finds what lies across two steps of reading', async () => {
    const root = new MemoryFolder();
    const bytes = new Uint8Array((1 << 20) + 4);
    bytes.set(bytesOf('straddle'), (1 << 20) - 4);
    await overwrite(root, 'big', bytes);
    expect(await testStore(root).scan([bytesOf('straddle')], [])).toEqual({
      files: 1,
      bytes: bytes.length,
      found: [{ place: 'big', pattern: 0 }],
    });
  });
});

describe('where the browser keeps no files for pages', () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each([
    ['no storage at all', undefined],
    ['storage that refuses', { getDirectory: () => Promise.reject(new DOMException('no', 'SecurityError')) }],
    ['files that cannot be written in place', { getDirectory: async () => new MemoryFolder() }],
  ])('%s: projects are kept in memory', async (_, storage) => {
    vi.stubGlobal('navigator', { storage, locks: new TestLocks() });
    const store = new Store(await surroundings());
    const document = await putSample(store, 'p1', 'one');
    expect(await store.commit('p1', document, 0)).toBe(1);
    expect((await store.open('p1')).document).toEqual(document);
    const room = await store.room();
    expect(room).toMatchObject({ kind: 'memory', quota: 2 ** 30, persisted: null });
    expect(room.used).toBeGreaterThan(1000);
  });
});

describe('project files', () => {
  async function packed() {
    const root = new MemoryFolder();
    const store = testStore(root);
    const document = await putSample(store, 'p1', 'one', { tables: [], mapping: {}, models: [], ledgers: null });
    await store.commit('p1', document, 0);
    return { root, store, document, file: await store.pack(document, {}) };
  }

  test('come back as a project of their own', async () => {
    const { store, document, file } = await packed();
    const found = await store.unpack(file, 'p2', { name: 'Copy' });
    expect(found).toMatchObject({ sequence: 1, damage: [], generation: 'current' });
    expect(found.document).toEqual({ ...document, id: 'p2', name: 'Copy' });
  });

  test('that are torn leave nothing, and never cost a project', async () => {
    const { root, store, file } = await packed();
    const before = await contentsOf(root);
    await expect(store.unpack(file.slice(0, file.size - 9), 'p2')).rejects.toThrow();
    await expect(store.unpack(file, 'p1')).rejects.toMatchObject({ name: 'storage.conflict' });
    await expect(store.unpack(file.slice(0, 9), 'p1')).rejects.toMatchObject({ name: 'storage.conflict' });
    expect(await contentsOf(root)).toEqual(before);
  });
});
