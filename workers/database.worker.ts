import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import { transfer } from 'comlink';
import type { DatabaseApi } from '../src/contract/workers.ts';
import { AppError } from '../src/core/errors.ts';
import type { Database } from './database/database.ts';
import { serve } from './serve.ts';

/** The engine's code is compiled while its bindings are still being loaded: both take long, and neither needs the other. */
const compiled = WebAssembly.compileStreaming(fetch(new URL(wasmUrl, import.meta.url)));
// Whoever opens the database hears of a failure.
compiled.catch(() => undefined);

let opened: Promise<Database> | undefined;

async function start(): Promise<Database> {
  const { startDatabase } = await import('./database/start.ts');
  return startDatabase(compiled);
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
  async pieces(sql, signal) {
    const pieces = await using((database) => database.pieces(sql, signal));
    return transfer(
      pieces,
      pieces.map(({ buffer }) => buffer),
    );
  },
  insert: (table, ipc, create, choice) => using((database) => database.insert(table, ipc, create, choice)),
  memory: () => using((database) => database.memory()),
};

serve(api);
