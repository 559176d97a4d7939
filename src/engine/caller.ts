import type { StorageApi } from '../contract/storage.ts';
import type { ComputeApi, DatabaseApi, FilesApi } from '../contract/workers.ts';
import type { Call } from './bridge.ts';

/** A worker as the project sees it: a bridge, or in tests the same API in this thread. */
export interface Caller<Api> {
  readonly call: Call<Api>;
  /** How often it was started: another number means another worker, without what the last one held. */
  readonly starts: number;
  /** Starts it if need be, and waits until it is prepared. */
  start(): Promise<void>;
  /** Ends it, and gives its memory back; what waits on it rejects with the error. The next call starts it anew. */
  end(error?: Error): void;
}

/** What a worker tells the project about itself. */
export interface DatabaseHooks {
  /** Brings the tables back into a database that has just been opened. */
  prepare: (call: Call<DatabaseApi>, restarted: boolean) => Promise<void>;
  onDeath: (worker: WorkerName) => void;
}

export type WorkerName = 'database' | 'compute' | 'files' | 'storage';

export interface Workers {
  database: Caller<DatabaseApi>;
  compute: Caller<ComputeApi>;
  files: Caller<FilesApi>;
  storage: Caller<StorageApi>;
}
