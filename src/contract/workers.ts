import type { ImportOptions, Ledger, Part, Preview } from './import.ts';
import type { SavedModel } from './model.ts';

/** Progress of a long job: a share 0..1 and a note (a stage's key, a count). */
export type OnProgress = (done: number, note?: string) => void;

/** Which rows and columns of a batch to keep, in SQL; `rowid` counts the batch's rows from 0. */
export interface Choice {
  columns: string;
  where: string;
}

/**
 * The database worker. Signals and callbacks stay top-level arguments: Comlink's handlers see no others.
 * Results are Arrow IPC stream bytes, transferred.
 */
export interface DatabaseApi {
  /** Starts and locks the engine; the figures are for the page's footer. */
  open(): Promise<{ version: string; ms: number }>;
  /** Runs one statement; rejects with `sql.*` codes; an aborted signal cancels it between polls. */
  query(sql: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** The same in the pieces in which the engine made it: a long result would have to be copied to be one. */
  pieces(sql: string, signal?: AbortSignal): Promise<Uint8Array[]>;
  /**
   * Appends an Arrow IPC stream to a table; `create` makes the table from the stream's schema. With `choice` only what it
   * chooses of the stream. Resolves with the rows added.
   */
  insert(table: string, ipc: Uint8Array, create: boolean, choice?: Choice): Promise<number>;
  /** Bytes the engine holds, and the most it may. */
  memory(): Promise<{ used: number; limit: number }>;
}

/** What the file decoder sends on while it reads: `begin` discards all rows sent before (a second pass with better types). */
export type DecodedPart = { kind: 'begin' } | { kind: 'rows'; ipc: Uint8Array; rows: number };

/** The files worker: from bytes to typed Arrow batches, with their ledger. */
export interface FilesApi {
  /** The files within a file: an archive's members, or the file itself. */
  parts(file: File): Promise<Part[]>;
  preview(file: File, options: ImportOptions): Promise<Preview>;
  /** Sends each batch to `sink` and waits for it (at most two under way); resolves with the ledger. */
  decode(
    file: File,
    options: ImportOptions,
    sink: (part: DecodedPart) => Promise<void>,
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<Ledger>;
  /** Arrow IPC stream bytes as a Parquet file. */
  parquet(ipc: Uint8Array): Promise<Uint8Array>;
}

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export interface Backend {
  name: BackendName;
  /** Why this one, when it isn't the first choice. */
  reason?: string;
}

/** A table that a job reads: an Arrow IPC stream in pieces; or none, where the worker should still hold it by this key. */
export interface JobTable {
  key: string;
  ipc?: Uint8Array[];
}

/** One run of one analysis, after its queries: what the compute worker needs. */
export interface Job {
  id: string;
  params: unknown;
  seed: number;
  /** The state of the data that the tables were read from: the worker forgets tables of any other. */
  fingerprint: string;
  /** By query name. */
  tables: Record<string, JobTable>;
  /** The mark whose users are wanted instead of the result. */
  mark?: string;
  language: 'en' | 'zh';
  backend?: BackendName;
  /** What an earlier run of the same job kept, which did not come to its end. */
  snapshots?: Record<string, unknown>;
}

/** Takes what a training keeps of itself: a name, plain data, and how many iterations or epochs are done. */
export type OnSnapshot = (name: string, state: unknown, done: number) => void;

export interface JobOutcome {
  result: unknown;
  backend?: Backend;
  models: { name: string; model: SavedModel }[];
  /** Tables that the run made, as Arrow IPC stream bytes; the engine brings them into the database. */
  tables: { name: string; ipc: Uint8Array }[];
  /** How many iterations or epochs of an interrupted training were taken over. */
  resumed?: number;
}

/** The compute worker. An analysis without a compute.ts is answered with its tables as plain columns; a `mark` with its users' codes. */
export interface ComputeApi {
  /** Which of these tables the worker holds no more; a job that leaves one of them out is rejected with `compute.missing-table`. */
  missing(fingerprint: string, keys: readonly string[]): Promise<string[]>;
  run(job: Job, signal?: AbortSignal, onProgress?: OnProgress, onSnapshot?: OnSnapshot): Promise<JobOutcome>;
  /** Takes tables by name before a job needs them; one named `timeline` is put in order. */
  prepare(fingerprint: string, tables: Record<string, JobTable>): Promise<void>;
}
