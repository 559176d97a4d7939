import type { Data, DataType } from 'apache-arrow';
import type { ColumnType, ImportOptions } from '../../../contract/import.ts';
import type { OnProgress } from '../../../contract/workers.ts';
import type { Sender } from '../../sender.ts';
import type { FileLike } from '../../source/blob-source.ts';

/** A column as the file names and types it. */
export interface BinaryColumn {
  name: string;
  type: ColumnType;
}

/** What a stretch of a column came to. */
export interface Built {
  data: Data<DataType>;
  nulls: number;
  /** Values that say less than those in the file. */
  changed: number;
}

/** Neighbouring rows of the file. */
export interface BinaryBatch {
  rows: number;
  /** The share of the file read with this batch, 0..1. */
  done: number;
  /** One of the columns that were asked for, in the type that the file gives it. */
  build(column: number): Promise<Built> | Built;
  /** The same values as texts. */
  texts(column: number): Promise<(string | null)[]> | (string | null)[];
}

/** A file whose columns have types of their own, opened. */
export interface BinaryTable {
  format: string;
  columns: readonly BinaryColumn[];
  /** How many rows the file states. */
  countRows(): Promise<number> | number;
  /** Rows in the order of the file, `batchRows` at a time at most; only the `wanted` columns are read, and no more than the first `most` rows. */
  batches(wanted: readonly number[], batchRows: number, most?: number): AsyncGenerator<BinaryBatch>;
}

/** Rejects with `import.*` codes where the file is damaged. */
export type OpenBinary = (file: FileLike) => Promise<BinaryTable>;

export interface BinaryJob {
  file: FileLike;
  options: ImportOptions;
  sender: Sender;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}
