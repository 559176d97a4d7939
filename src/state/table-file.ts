import type { ArrowSource } from './arrow-values.ts';
import type { WrittenDialect } from './csv.ts';
import { csvBlob } from './csv.ts';
import { quoteIdentifier } from '../core/quote.ts';
import type { Workspace } from './workspace.svelte.ts';

/** Rows as a CSV file, as a job that can be cancelled. */
export function csvFile(
  { jobs, locale }: Workspace,
  source: ArrowSource,
  choice: Partial<WrittenDialect> = {},
): Promise<Blob> {
  const columns = source.columns.map((column) => column.name);
  const line = (row: number) => columns.map((_, column) => source.text(row, column));
  return jobs.track(locale.t('job.export'), (job) => csvBlob(columns, source.rows, line, job, choice));
}

/** An Arrow IPC stream as a Parquet file. */
export async function parquetFile({ jobs, locale, engine }: Workspace, ipc: Uint8Array): Promise<Blob> {
  const bytes = await jobs.track(locale.t('job.export'), () => engine.parquet(ipc));
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/vnd.apache.parquet' });
}

/** The whole of a table of the project as a file: what an analysis made can be handed on so. */
export async function tableFile(workspace: Workspace, name: string, form: 'csv' | 'parquet'): Promise<Blob> {
  const ipc = await workspace.engine.query(`SELECT * FROM main.${quoteIdentifier(name)}`);
  if (form === 'parquet') return parquetFile(workspace, ipc);
  const { arrowSource } = await import('./arrow-values.ts');
  return csvFile(workspace, arrowSource(ipc, Infinity));
}
