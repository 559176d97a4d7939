import type { Ledger, Preview } from '../../../contract/import.ts';
import type { FileLike } from '../../source/blob-source.ts';
import { importBinary } from '../binary/import.ts';
import { previewBinary } from '../binary/preview.ts';
import type { BinaryJob } from '../binary/table.ts';
import { openParquet } from './open.ts';

/** Reads a Parquet file row group by row group; the file's own types are kept, nested values become JSON text. */
export const importParquet = (job: BinaryJob): Promise<Ledger> => importBinary(openParquet, job);

/** The first rows of a Parquet file as text. */
export const previewParquet = (file: FileLike, most: number): Promise<Preview> =>
  previewBinary(openParquet, file, most);
