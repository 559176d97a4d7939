import { tableFromIPC } from 'apache-arrow';
import type { Choice } from '../../src/contract/workers.ts';
import { AppError, throwIfAborted } from '../../src/core/errors.ts';
import { Queue } from '../../src/core/queue.ts';
import { quoteIdentifier, quoteText } from '../../src/core/quote.ts';
import { turn } from '../turn.ts';
import type { Bindings } from './bindings.ts';
import { databaseError, isBroken } from './errors.ts';
import { countRows, joined, refuseEnums, wholeStream } from './ipc.ts';
import { lockStatements, searchPath } from './lock.ts';

const batchTable = '__behold_batch';

/** What a 32-bit wasm memory can hold at most. */
const addressSpace = 4 * 2 ** 30;

/**
 * One DuckDB in memory, locked down, in UTC, one statement at a time.
 * Runs over the browser's bindings in the database worker and over Node's in tests.
 */
export class Database {
  readonly version: string;
  readonly #bindings: Bindings;
  readonly #queue = new Queue();
  readonly #limit: number;
  #connection: number;

  /** `origin`: the page's own, where extension files would be looked for (and are not). */
  constructor(bindings: Bindings, origin: string) {
    this.#bindings = bindings;
    bindings.open({ path: ':memory:' });
    this.#connection = this.#connect();
    for (const statement of lockStatements(origin)) bindings.runQuery(this.#connection, statement);
    this.version = bindings.getVersion();
    this.#limit = Math.min(addressSpace, Math.round(this.#number(memoryLimit)));
  }

  /** Runs one statement and gives Arrow IPC stream bytes. Rejects with `sql.*`, `engine.broken` or an AbortError. */
  async query(sql: string, signal?: AbortSignal): Promise<Uint8Array> {
    return joined(await this.pieces(sql, signal));
  }

  /** The same in the pieces in which the engine made them. */
  pieces(sql: string, signal?: AbortSignal): Promise<Uint8Array[]> {
    return this.#queue.add(() => this.#execute(sql, signal), signal);
  }

  /**
   * Appends an Arrow IPC stream, or what `choice` takes of it, to a table of the schema main, made from the stream if
   * `create`; checks that each row arrived, and resolves with their number.
   */
  insert(table: string, ipc: Uint8Array, create: boolean, choice?: Choice): Promise<number> {
    return this.#queue.add(async () =>
      choice ? this.#insertChosen(table, ipc, create, choice) : this.#insert(table, ipc, create),
    );
  }

  /** Bytes that tables and running queries hold, and the most they may. */
  memory(): Promise<{ used: number; limit: number }> {
    return this.#queue.add(async () => ({ used: this.#number(memoryUsed), limit: this.#limit }));
  }

  async #execute(sql: string, signal?: AbortSignal): Promise<Uint8Array[]> {
    try {
      const header = await this.#start(sql, signal);
      return wholeStream([header, ...(await this.#fetch(signal))]);
    } catch (error) {
      if (signal?.aborted && !isBroken(error)) throwIfAborted(signal);
      if (error instanceof DOMException) throw error;
      throw databaseError(error, sql);
    }
  }

  /** Polls until the first rows are ready; each poll is a slice of work, about a tenth of a second. */
  async #start(sql: string, signal?: AbortSignal): Promise<Uint8Array> {
    let header = this.#bindings.startPendingQuery(this.#connection, sql, true);
    while (header === null) {
      await this.#turn(signal);
      header = this.#bindings.pollPendingQuery(this.#connection);
    }
    this.#check(header);
    return header;
  }

  #check(header: Uint8Array): void {
    try {
      refuseEnums(header);
    } catch (error) {
      this.#bindings.cancelPendingQuery(this.#connection);
      throw error;
    }
  }

  /** The rows arrive as the engine makes them: null is "not yet", an empty chunk the end. */
  async #fetch(signal?: AbortSignal): Promise<Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const chunk = this.#bindings.fetchQueryResults(this.#connection);
      if (chunk?.length === 0) return chunks;
      if (chunk) chunks.push(chunk);
      await this.#turn(signal);
    }
  }

  async #turn(signal?: AbortSignal): Promise<void> {
    await turn();
    if (!signal?.aborted) return;
    this.#bindings.cancelPendingQuery(this.#connection);
    throwIfAborted(signal);
  }

  #insert(table: string, ipc: Uint8Array, create: boolean): number {
    const rows = countRows(ipc);
    const count = `SELECT count(*)::DOUBLE FROM main.${quoteIdentifier(table)}`;
    try {
      const before = create ? 0 : this.#number(count);
      this.#bindings.insertArrowFromIPCStream(this.#connection, ipc, { name: table, schema: 'main', create });
      const arrived = this.#number(count) - before;
      if (arrived !== rows) throw new AppError('engine.rows-lost', { table, rows, arrived });
      return rows;
    } catch (error) {
      if (!isBroken(error)) this.#reconnect();
      throw databaseError(error, '');
    }
  }

  /** The batch goes through a table of its own, so that any SQL can choose from it. */
  #insertChosen(table: string, ipc: Uint8Array, create: boolean, { columns, where }: Choice): number {
    const name = `main.${quoteIdentifier(table)}`;
    const run = (sql: string) => this.#bindings.runQuery(this.#connection, sql);
    this.#insert(batchTable, ipc, true);
    try {
      const before = create ? 0 : this.#number(`SELECT count(*)::DOUBLE FROM ${name}`);
      const chosen = `SELECT ${columns} FROM main.${batchTable} WHERE ${where}`;
      run(create ? `CREATE TABLE ${name} AS ${chosen}` : `INSERT INTO ${name} ${chosen}`);
      return this.#number(`SELECT count(*)::DOUBLE FROM ${name}`) - before;
    } catch (error) {
      throw databaseError(error, '');
    } finally {
      run(`DROP TABLE IF EXISTS main.${batchTable}`);
    }
  }

  /** A failed insert leaves its half-read stream in the connection, where it would spoil the next one. */
  #reconnect(): void {
    this.#bindings.disconnect(this.#connection);
    this.#connection = this.#connect();
    this.#bindings.runQuery(this.#connection, searchPath);
  }

  #connect(): number {
    return this.#bindings.connect().useUnsafe((_bindings, connection) => connection);
  }

  #number(sql: string): number {
    const table = tableFromIPC(this.#bindings.runQuery(this.#connection, sql));
    return Number(table.getChildAt(0)?.get(0) ?? 0);
  }
}

const memoryUsed = 'SELECT sum(memory_usage_bytes)::DOUBLE FROM duckdb_memory()';

/** DuckDB words the limit for people ('3.1 GiB'); the conversion is its own, so that no unit is missed. */
const memoryLimit = `SELECT regexp_extract(setting, '[0-9.]+')::DOUBLE
  * CASE regexp_extract(setting, '[KMGT]?i?B') ${['KiB', 'MiB', 'GiB', 'TiB'].map((unit, i) => `WHEN ${quoteText(unit)} THEN ${1024 ** (i + 1)}`).join(' ')} ELSE 1 END
  FROM (SELECT current_setting('memory_limit') AS setting)`;
