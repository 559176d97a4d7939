import type { ImportOptions, Preview } from '../../contract/import.ts';
import { AppError } from '../../core/errors.ts';
import { freeBytes } from '../../data/estimate.ts';
import type { Workers } from '../caller.ts';
import type { Source } from './sources.ts';

/** Below this no file makes a table that doesn't fit: packed text grows some tenfold, and tables are about as large as text. */
const surelySmall = 64 << 20;

/**
 * Refuses files whose tables would not fit into the engine's memory (`import.too-large`), before anything is read: with the
 * estimate, and the share of the rows that would fit.
 */
export async function checkFits(
  { database, files }: Pick<Workers, 'database' | 'files'>,
  sources: readonly Source[],
): Promise<void> {
  if (sources.reduce((sum, { file, bytes }) => sum + Math.max(bytes, file.size), 0) < surelySmall) return;
  const free = freeBytes(await database.call('memory', []));
  let rows = 0;
  let bytes = 0;
  for (const { file, options } of sources) {
    const preview = await files.call('preview', [file, options]);
    rows += preview.estimate.rows;
    bytes += preview.estimate.bytes * keptShare(options, preview);
  }
  if (bytes <= free) return;
  const share = Math.max(0.01, Math.floor((free / bytes) * 0.9 * 100) / 100);
  const names = [...new Set(sources.map(({ file }) => file.name))].join(', ');
  const megabytes = (n: number) => Math.round(n / 2 ** 20);
  throw new AppError('import.too-large', { file: names, rows, needed: megabytes(bytes), free: megabytes(free), share });
}

/** What columns and sample leave of a table. A time range can't be judged from the head: it is tried. */
function keptShare({ columns, sample, between }: ImportOptions, preview: Preview): number {
  if (between) return 0;
  const width = preview.columns.length || 1;
  return (columns ? Math.min(1, columns.length / width) : 1) * (sample?.share ?? 1);
}
