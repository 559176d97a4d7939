import { tableFromIPC } from 'apache-arrow';
import { createRequire } from 'node:module';
import type { Bindings } from './bindings.ts';
import { Database } from './database.ts';

/** The same engine, the same class, in Node: what unit and conformance tests ask. */
export class NodeDatabase extends Database {
  /** The rows of a statement as objects: integers as numbers where exact, timestamps as epoch milliseconds. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const table = tableFromIPC(await this.query(sql));
    return Array.from({ length: table.numRows }, (_, row) =>
      Object.fromEntries(table.schema.fields.map((field, i) => [field.name, plain(table.getChildAt(i)?.get(row))])),
    );
  }
}

const plain = (value: unknown): unknown =>
  typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** Starts and locks a DuckDB of its own, in about two seconds. It is gone when nothing refers to it. */
export async function openNodeDatabase(): Promise<NodeDatabase> {
  const require = createRequire(import.meta.url);
  const duckdb = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs') as NodeBuild;
  const mainModule = require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm');
  const bundle = { mainModule, mainWorker: '' };
  const bindings = await duckdb.createDuckDB({ mvp: bundle, eh: bundle }, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await bindings.instantiate();
  return new NodeDatabase(bindings, 'http://localhost');
}

interface NodeBuild {
  createDuckDB(
    bundles: object,
    logger: object,
    runtime: object,
  ): Promise<Bindings & { instantiate(): Promise<unknown> }>;
  VoidLogger: new () => object;
  NODE_RUNTIME: object;
}
