import * as blocking from '@duckdb/duckdb-wasm/blocking';
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import type { Bindings } from './bindings.ts';
import { Database } from './database.ts';

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

/** Starts and locks the engine from its compiled code. Rejects where that could not be compiled. */
export async function startDatabase(compiled: Promise<WebAssembly.Module>): Promise<Database> {
  const bundle = { mainModule: wasmUrl, mainWorker: '' };
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME);
  await instantiate(bindings, compiled);
  return new Database(bindings, self.location.origin);
}

/**
 * In place of the bindings' own way, which pipes the response through a stream for its progress: the browser then can't
 * tell which file it compiles, and keeps no compiled code for the next start. Theirs also hangs where compiling fails.
 */
function instantiate(bindings: Startable, compiled: Promise<WebAssembly.Module>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    bindings.instantiateWasm = (imports, done) => {
      Object.assign(globalThis, { DUCKDB_RUNTIME: BROWSER_RUNTIME });
      compiled.then(async (module) => done(await WebAssembly.instantiate(module, imports), module)).catch(reject);
      return {};
    };
    bindings.instantiate().then(resolve, reject);
  });
}
