import * as blocking from '@duckdb/duckdb-wasm/blocking';
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { transfer } from 'comlink';
import type { DatabaseApi } from '../src/contract/workers.ts';
import { AppError } from '../src/core/errors.ts';
import type { Bindings } from './database/bindings.ts';
import { Database } from './database/database.ts';
import { serve } from './serve.ts';

/** The package's types speak of its Node build; the bundle holds the browser's. */
const { createDuckDB, VoidLogger, BROWSER_RUNTIME } = blocking as unknown as BrowserBuild;

interface BrowserBuild {
  createDuckDB(bundles: object, logger: object, runtime: object): Promise<Bindings & Startable>;
  VoidLogger: new () => object;
  BROWSER_RUNTIME: object;
}

type Instantiated = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

interface Startable {
  instantiate(): Promise<unknown>;
  instantiateWasm(imports: WebAssembly.Imports, done: Instantiated): object;
}

const address = new URL(wasmUrl, import.meta.url).href;

let opened: Promise<Database> | undefined;

async function start(): Promise<Database> {
  const bundle = { mainModule: address, mainWorker: '' };
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME);
  await instantiate(bindings);
  return new Database(bindings, self.location.origin);
}

/**
 * In place of the bindings' own way, which pipes the response through a stream for its progress: the browser then can't
 * tell which file it compiles, and keeps no compiled code for the next start. Theirs also hangs where compiling fails.
 */
function instantiate(bindings: Startable): Promise<unknown> {
  return new Promise((resolve, reject) => {
    bindings.instantiateWasm = (imports, done) => {
      Object.assign(globalThis, { DUCKDB_RUNTIME: BROWSER_RUNTIME });
      WebAssembly.instantiateStreaming(fetch(address), imports).then(
        (made) => done(made.instance, made.module),
        reject,
      );
      return {};
    };
    bindings.instantiate().then(resolve, reject);
  });
}

/** Runs a job on the open database. A trapped engine is past use: the worker ends itself once the page has heard of it. */
async function using<T>(job: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await job(await (opened ??= start()));
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine.broken') setTimeout(() => self.close());
    throw error;
  }
}

const api: DatabaseApi = {
  async open() {
    const begun = performance.now();
    const version = await using(async (database) => database.version);
    return { version, ms: performance.now() - begun };
  },
  async query(sql, signal) {
    const ipc = await using((database) => database.query(sql, signal));
    return transfer(ipc, [ipc.buffer]);
  },
  insert: (table, ipc, create) => using((database) => database.insert(table, ipc, create)),
  memory: () => using((database) => database.memory()),
};

serve(api);
