import type { FileRef, ProjectDocument, TablePiece } from '../contract/document.ts';
import type { StorageApi } from '../contract/storage.ts';
import { emptyDocument } from './archive/testing.ts';
import type { Folder } from './folder.ts';
import { filesBelow } from './folder.ts';
import { MemoryFolder } from './memory-folder.ts';
import { Store } from './store.ts';
import type { Locks, Surroundings } from './surroundings.ts';

/** Web Locks for Node: one at a time under each name. */
export class TestLocks implements Locks {
  readonly #last = new Map<string, Promise<unknown>>();

  request<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(name) ?? Promise.resolve()).then(work, work);
    this.#last.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

/** A store as a worker of one tab has it; two of one root and one `locks` are two tabs. */
export const testStore = (root: Folder, more: Partial<Surroundings> = {}): Store =>
  new Store({
    kind: 'memory',
    root,
    locks: new TestLocks(),
    estimate: async () => null,
    persisted: async () => null,
    ...more,
  });

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Rows of a table: for the store they are bytes like any other. */
export async function putPiece(store: Pick<StorageApi, 'put'>, id: string, text: string): Promise<TablePiece> {
  return { ...(await store.put(id, bytesOf(text), 'arrow')), rows: 1 };
}

export const putJson = (store: Pick<StorageApi, 'put'>, id: string, value: unknown): Promise<FileRef> =>
  store.put(id, bytesOf(JSON.stringify(value)), 'json');

export const table = (name: string, pieces: TablePiece[]): ProjectDocument['tables'][number] => ({
  name,
  published: false,
  rows: pieces.length,
  columns: [{ name: 'user', type: 'VARCHAR' }],
  pieces,
});

/** A project with two mapped tables (one cleaned by a recipe), a model and ledgers; all contents carry `salt`. */
export async function putSample(
  store: Pick<StorageApi, 'put'>,
  id: string,
  salt: string,
  more: Partial<ProjectDocument> = {},
): Promise<ProjectDocument> {
  const raw = await putPiece(store, id, `raw rows of ${salt}`);
  const steps = [{ operation: 'trim', version: 1, params: { columns: ['user'] } }];
  const recipe = {
    steps,
    report: [],
    lost: {},
    raw: { rows: 1, columns: [{ name: 'user', type: 'VARCHAR' }], pieces: [raw] },
  };
  const events = [await putPiece(store, id, `shared rows`), await putPiece(store, id, `events of ${salt}`)];
  return {
    ...emptyDocument(),
    id,
    name: `Project ${salt}`,
    tables: [{ ...table('log', events), recipe }, table('goods', [await putPiece(store, id, `goods of ${salt}`)])],
    mapping: {
      events: { table: 'log', user: 'user', time: 'time' },
      items: { table: 'goods', item: 'user' },
    },
    models: [{ name: 'propensity', model: await putJson(store, id, { weights: [1, 2], salt }) }],
    ledgers: await putJson(store, id, [{ table: 'log', salt }]),
    notes: `Notes of ${salt}: 你好 "quoted"`,
    ...more,
  };
}

/** Every file by path, as text of its bytes: what the disk holds. */
export async function contentsOf(root: Folder): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  for await (const { path, entry } of filesBelow(root))
    contents.set(path, Buffer.from(await (await entry.getFile()).arrayBuffer()).toString('latin1'));
  return contents;
}

/** Overwrites a file as no store would: in place, by path. */
export async function overwrite(root: Folder, path: string, bytes: Uint8Array | null): Promise<void> {
  const names = path.split('/');
  const name = names.pop()!;
  let folder = root;
  for (const each of names) folder = await folder.getDirectoryHandle(each, { create: true });
  if (!bytes) return folder.removeEntry(name);
  const access = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
  access.truncate(0);
  access.write(Uint8Array.from(bytes), { at: 0 });
  access.close();
}

/** A copy of a whole tree. */
export async function copyOf(root: Folder): Promise<MemoryFolder> {
  const copy = new MemoryFolder();
  for (const [path, text] of await contentsOf(root)) await overwrite(copy, path, Buffer.from(text, 'latin1'));
  return copy;
}
