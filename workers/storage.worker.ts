import { transfer } from 'comlink';
import type { StorageApi } from '../src/contract/storage.ts';
import { asUnavailable } from '../src/storage/errors.ts';
import { Store } from '../src/storage/store.ts';
import { surroundings } from '../src/storage/surroundings.ts';
import { serve } from './serve.ts';

const opened = surroundings().then((around) => new Store(around));

/** One call of the store; what the browser throws gets a code. */
async function call<T>(work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(await opened);
  } catch (error) {
    throw asUnavailable(error);
  }
}

/** Projects in the private files of the origin: see `contract/storage.ts`. Bytes change hands, they are never copied. */
const api: StorageApi = {
  list: () => call((store) => store.list()),
  open: (id) => call((store) => store.open(id)),
  read: async (id, ref) => {
    const bytes = await call((store) => store.read(id, ref));
    return transfer(bytes, [bytes.buffer]);
  },
  put: (id, bytes, kind, inMemory) => call((store) => store.put(id, bytes, kind, inMemory)),
  commit: (id, document, after) => call((store) => store.commit(id, document, after)),
  mark: (id, name, value) => call((store) => store.mark(id, name, value)),
  duplicate: (id, to) => call((store) => store.duplicate(id, to)),
  remove: (id) => call((store) => store.remove(id)),
  removeAll: () => call((store) => store.removeAll()),
  bytes: () => call((store) => store.bytes()),
  room: () => call((store) => store.room()),
  scan: (patterns, except) => call((store) => store.scan(patterns, except)),
  pack: (document, options) => call((store) => store.pack(document, options)),
  unpack: (file, id, options) => call((store) => store.unpack(file, id, options)),
};

serve(api);
