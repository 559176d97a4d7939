import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProjectDocument } from '../contract/document.ts';
import type { FoundProject } from '../contract/storage.ts';
import { filesOf } from './document.ts';
import { MemoryFolder } from './memory-folder.ts';
import { FaultyDisk } from './test-faults.ts';
import { bytesOf, contentsOf, copyOf, overwrite, putSample, testStore } from './test-store.ts';

const folder = 'behold/projects/p1';

async function twoGenerations() {
  const root = new MemoryFolder();
  const store = testStore(root);
  const previous = await putSample(store, 'p1', 'one');
  await store.commit('p1', previous, 0);
  const current = await putSample(store, 'p1', 'two');
  await store.commit('p1', current, 1);
  return { root, previous, current, contents: await contentsOf(root) };
}

/** What was found is one of the two documents, or one of them without what is named. Never anything else. */
function expectHonest(found: FoundProject, current: ProjectDocument, previous: ProjectDocument): void {
  const { document, damage, generation } = found;
  if (!damage.length) expect(generation).toBe('current');
  const whole = generation === 'current' ? current : previous;
  if (damage.every(({ part }) => part === 'record' || part === 'generation')) return expect(document).toEqual(whole);
  if (generation === 'previous' && document.tables.length === 2 && document.ledgers && document.models.length)
    return expect(document).toEqual(previous);
  const lost = (part: string) => damage.filter((each) => each.part === part).map(({ name }) => name);
  const without = {
    ...whole,
    tables: whole.tables.filter(({ name }) => !lost('table').includes(name)),
    models: whole.models.filter(({ name }) => !lost('model').includes(name)),
    ledgers: lost('ledgers').length ? null : whole.ledgers,
    mapping: {
      ...(!lost('table').includes('log') && { events: whole.mapping.events }),
      ...(!lost('table').includes('goods') && { items: whole.mapping.items }),
    },
  };
  expect(document).toEqual(without);
}

/** Opens a damaged disk: what was found is honest, all that it names can be read, and nothing was written. */
async function expectHonestOpen(
  root: MemoryFolder,
  current: ProjectDocument,
  previous: ProjectDocument,
): Promise<void> {
  const disk = new FaultyDisk(root);
  const store = testStore(disk.root);
  const start = performance.now();
  const found = await store.open('p1');
  expect(performance.now() - start).toBeLessThan(5000);
  expectHonest(found, current, previous);
  for (const { ref } of filesOf(found.document)) expect(await store.read('p1', ref)).toHaveLength(ref.bytes);
  expect(disk.changes).toBe(0);
}

describe('damage of one file', () => {
  test(
    'cut at every byte (a generation at every fourth): told, or without consequence',
    { timeout: 240_000 },
    async () => {
      const { root, previous, current, contents } = await twoGenerations();
      let cuts = 0;
      for (const [path, text] of contents) {
        const bytes = Buffer.from(text, 'latin1');
        const step = path.includes('/generations/') ? 4 : 1;
        for (let length = 0; length < bytes.length; length += step, cuts++) {
          await overwrite(root, path, bytes.subarray(0, length));
          await expectHonestOpen(root, current, previous);
        }
        await overwrite(root, path, bytes);
      }
      expect(cuts).toBeGreaterThan(1500);
      expect((await testStore(root).open('p1')).damage).toEqual([]);
    },
  );

  test('flipped anywhere, some at once: told, or without consequence', async () => {
    const { root, previous, current, contents } = await twoGenerations();
    const flip = fc.record({ file: fc.nat(), at: fc.nat(), bit: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 3 }), async (flips) => {
        const copy = await copyOf(root);
        const paths = [...contents.keys()];
        for (const { file, at, bit } of flips) {
          const path = paths[file % paths.length]!;
          const bytes = Buffer.from((await contentsOf(copy)).get(path)!, 'latin1');
          bytes[at % bytes.length]! ^= 1 << bit;
          await overwrite(copy, path, bytes);
        }
        await expectHonestOpen(copy, current, previous).catch((error: Error) => {
          // Both generations, or the record and both: then there is nothing to open, and that is said.
          if (error.name !== 'storage.damaged') throw error;
          const generations = flips.filter(({ file }) => paths[file % paths.length]!.includes('generations'));
          expect(generations.length).toBeGreaterThan(1);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('missing: told, or without consequence', async () => {
    const { root, previous, current, contents } = await twoGenerations();
    for (const path of contents.keys()) {
      const copy = await copyOf(root);
      await overwrite(copy, path, null);
      await expectHonestOpen(copy, current, previous);
    }
  });
});

describe('what is damaged is named', () => {
  const fileOf = (document: ProjectDocument, part: string): string =>
    `${folder}/${filesOf(document).findLast((each) => each.part === part)!.ref.file}`;

  test('a table of the newest: the generation before is used', async () => {
    const { root, previous, current } = await twoGenerations();
    await overwrite(root, fileOf(current, 'table'), bytesOf('x'));
    const found = await testStore(root).open('p1');
    expect(found).toMatchObject({ generation: 'previous', sequence: 2, document: previous });
    expect(found.damage).toEqual([{ part: 'table', name: 'goods', reason: 'length' }]);
  });

  test('a table of both: the newest without it and the view that reads it', async () => {
    const { root, previous, current } = await twoGenerations();
    await overwrite(root, fileOf(previous, 'table'), null);
    await overwrite(root, fileOf(current, 'table'), bytesOf('goods of twO'));
    const found = await testStore(root).open('p1');
    expect(found.generation).toBe('current');
    expect(found.damage).toEqual([{ part: 'table', name: 'goods', reason: 'content' }]);
    expect(found.document).toEqual({
      ...current,
      tables: [current.tables[0]],
      mapping: { events: current.mapping.events },
    });
  });

  test('raw rows alone: the whole table goes', async () => {
    const { root, previous, current } = await twoGenerations();
    for (const document of [previous, current])
      await overwrite(root, `${folder}/${document.tables[0]!.recipe!.raw.pieces[0]!.file}`, null);
    const found = await testStore(root).open('p1');
    expect(found.damage).toEqual([{ part: 'table', name: 'log', reason: 'missing' }]);
    expect(found.document.tables.map(({ name }) => name)).toEqual(['goods']);
  });

  test('model and ledgers of both', async () => {
    const { root, previous, current } = await twoGenerations();
    for (const document of [previous, current])
      for (const part of ['model', 'ledgers']) await overwrite(root, fileOf(document, part), null);
    const found = await testStore(root).open('p1');
    expect(found.damage).toEqual([
      { part: 'model', name: 'propensity', reason: 'missing' },
      { part: 'ledgers', name: 'ledgers', reason: 'missing' },
    ]);
    expect(found.document).toEqual({ ...current, models: [], ledgers: null });
  });

  test('the current generation', async () => {
    const { root, previous } = await twoGenerations();
    await overwrite(root, `${folder}/generations/2.json`, bytesOf('{}'));
    const found = await testStore(root).open('p1');
    expect(found).toMatchObject({ generation: 'previous', sequence: 2, document: previous });
    expect(found.damage).toEqual([{ part: 'generation', name: '2.json', reason: 'length' }]);
  });

  test('the record: the newest generation is used', async () => {
    const { root, current } = await twoGenerations();
    await overwrite(root, `${folder}/record.json`, null);
    const found = await testStore(root).open('p1');
    expect(found).toMatchObject({ generation: 'current', sequence: 2, document: current });
    expect(found.damage).toEqual([{ part: 'record', name: 'record.json', reason: 'missing' }]);
  });

  test('everything: nothing is opened', async () => {
    const { root, contents } = await twoGenerations();
    for (const path of contents.keys()) if (!path.includes('/data/')) await overwrite(root, path, bytesOf('?'));
    await expect(testStore(root).open('p1')).rejects.toMatchObject({ name: 'storage.damaged' });
    expect(await testStore(root).list()).toMatchObject([{ id: 'p1', state: 'damaged' }]);
  });
});

describe('after damage', () => {
  test('a copy in another project heals, and the next commit brings it back to the disk', async () => {
    const { root, current } = await twoGenerations();
    await testStore(root).duplicate('p1', { id: 'p2', name: 'Copy' });
    const [ref] = current.tables[1]!.pieces;
    await overwrite(root, `${folder}/${ref!.file}`, bytesOf('goods of twO'));
    const store = testStore(root);
    const found = await store.open('p1');
    expect(found).toMatchObject({ damage: [], document: current, generation: 'current' });
    expect(await store.read('p1', ref!)).toEqual(bytesOf('goods of two'));
    await store.commit('p1', current, found.sequence);
    await store.remove('p2');
    expect((await testStore(root).open('p1')).damage).toEqual([]);
  });

  test('the generation that was used stays as the one before', async () => {
    const { root, previous, current } = await twoGenerations();
    const [ref] = current.tables[1]!.pieces;
    await overwrite(root, `${folder}/${ref!.file}`, bytesOf('goods of twO'));
    const store = testStore(root);
    const { document, sequence } = await store.open('p1');
    expect(await store.commit('p1', { ...document, notes: 'went on' }, sequence)).toBe(3);
    await overwrite(root, `${folder}/generations/3.json`, null);
    expect(await testStore(root).open('p1')).toMatchObject({ document: previous, generation: 'previous' });
  });

  test('an uncommitted generation is no damage', async () => {
    const { root, current, contents } = await twoGenerations();
    await overwrite(root, `${folder}/generations/3.json`, bytesOf('half'));
    await overwrite(
      root,
      `${folder}/record.json.0123456789abcdef.tmp`,
      bytesOf(contents.get(`${folder}/record.json`)!),
    );
    expect(await testStore(root).open('p1')).toMatchObject({ damage: [], document: current, sequence: 2 });
  });
});
