import type { AnyComputation, AnyCompute } from '../../workers/compute/run-job.ts';
import { Computing } from '../../workers/compute/computing.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { NodeDatabase } from '../../workers/database/node.ts';
import type { ComputeApi, DatabaseApi, FilesApi } from '../contract/workers.ts';
import { AppError } from '../core/errors.ts';
import { decodeFile } from '../data/decode.ts';
import { partsOf } from '../data/parts.ts';
import { previewFile } from '../data/preview.ts';
import type { Call } from './bridge.ts';
import { MemoryFolder } from '../storage/memory-folder.ts';
import { Store } from '../storage/store.ts';
import type { Locks as CommitLocks } from '../storage/surroundings.ts';
import type { Caller, DatabaseHooks, Workers } from './caller.ts';
import { Tenancy } from './tenancy.ts';
import type { TenancyHooks } from './tenancy.ts';
import { MemoryLocks } from './testing/locks.ts';
import { Pipe } from './testing/pipe.ts';

type Api = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** An API in this thread, called as through a bridge. */
function callTo<T>(api: () => Promise<T>): Call<T> {
  return (async (method: string, args: unknown[]) => {
    const target = (await api()) as unknown as Api;
    return target[method]!(...args);
  }) as unknown as Call<T>;
}

let spare: NodeDatabase | null = null;

async function wipe(database: NodeDatabase): Promise<void> {
  const made = await database.rows(
    `SELECT table_schema AS s, table_name AS n, table_type AS t FROM information_schema.tables WHERE table_schema IN ('main', 'canonical', 'raw', 'scope') ORDER BY t DESC`,
  );
  for (const { s, n, t } of made)
    await database.query(`DROP ${t === 'VIEW' ? 'VIEW' : 'TABLE'} ${s}."${String(n).replaceAll('"', '""')}"`);
  const macros = await database.rows(
    `SELECT DISTINCT function_name AS n FROM duckdb_functions() WHERE NOT internal AND function_type LIKE '%macro' AND schema_name = 'main'`,
  );
  for (const { n } of macros) await database.query(`DROP MACRO "${String(n)}"`);
}

/** A database worker in this thread: `die` loses it with all that it holds, as a crash would. */
export class TestDatabase implements Caller<DatabaseApi> {
  starts = 0;
  readonly #hooks: DatabaseHooks;
  #current: Promise<NodeDatabase> | null = null;
  #released = false;
  readonly call: Call<DatabaseApi> = callTo(async () => (await this.#open()) as unknown as DatabaseApi);

  constructor(hooks: DatabaseHooks) {
    this.#hooks = hooks;
  }

  async start(): Promise<void> {
    await this.#open();
  }

  end(): void {
    this.#current = null;
  }

  die(): void {
    this.end();
    this.#hooks.onDeath('database');
  }

  /** Leaves its engine, emptied, to the next test: a start takes seconds. */
  async release(): Promise<void> {
    const database = await this.#current;
    this.end();
    // A save that comes late must not start another engine.
    this.#released = true;
    if (!database) return;
    await wipe(database);
    spare = database;
  }

  #open(): Promise<NodeDatabase> {
    if (this.#released) return Promise.reject(new AppError('test.over'));
    this.#current ??= this.#prepared(this.starts++ > 0);
    return this.#current;
  }

  async #prepared(restarted: boolean): Promise<NodeDatabase> {
    const database = spare ?? (await openNodeDatabase());
    spare = null;
    await this.#hooks.prepare(
      callTo(async () => database as unknown as DatabaseApi),
      restarted,
    );
    return database;
  }
}

const caller = <T>(api: T): Caller<T> => ({
  call: callTo(async () => api),
  starts: 1,
  start: async () => undefined,
  end: () => undefined,
});

const files: FilesApi = {
  parts: partsOf,
  preview: previewFile,
  decode: decodeFile,
  parquet: async () => {
    throw new AppError('test.not-here');
  },
};

/** The disk of a test: what is on it outlives an engine. */
export interface TestDisk {
  root: MemoryFolder;
  locks: MemoryLocks;
}

export const testDisk = (): TestDisk => ({ root: new MemoryFolder(), locks: new MemoryLocks() });

function testStore({ root, locks }: TestDisk): Store {
  return new Store({
    kind: 'disk',
    root,
    locks: tabOf(locks) as CommitLocks,
    estimate: async () => ({ used: root.used, quota: Infinity }),
    persisted: async () => false,
  });
}

const tabOf = (locks: MemoryLocks) => {
  const here = () => new Pipe(() => 0);
  return locks.client(here(), here());
};

/** Which tab writes on this disk; every engine of it is one. */
export const testTenancy =
  ({ locks }: TestDisk) =>
  (hooks: TenancyHooks): Tenancy =>
    new Tenancy(hooks, { locks: tabOf(locks), channel: quietChannel, look: 20 });

/** One that does not keep the process from ending. */
function quietChannel(name: string): BroadcastChannel {
  const channel = new BroadcastChannel(name);
  (channel as unknown as { unref?: () => void }).unref?.();
  return channel;
}

/**
 * All four workers in this thread, for tests of the engine; `computations` stand for the analyses' compute.ts, `others` for those
 * that export more than a computation.
 */
export function testWorkers(
  hooks: DatabaseHooks,
  computations: Record<string, AnyCompute> = {},
  disk = testDisk(),
  others: Record<string, AnyComputation> = {},
): Workers {
  const compute: ComputeApi = new Computing(
    async (id) => others[id] ?? (computations[id] && { default: computations[id] }),
  );
  return {
    database: new TestDatabase(hooks),
    compute: caller(compute),
    files: caller(files),
    storage: caller(testStore(disk)),
  };
}
