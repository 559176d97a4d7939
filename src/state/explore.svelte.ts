import { AppError, isAbort } from '../core/errors.ts';
import type { ArrowSource } from './arrow-values.ts';
import { bounded } from './bounded.ts';
import type { WrittenDialect } from './csv.ts';
import { csvFile, parquetFile } from './table-file.ts';
import type { Workspace } from './workspace.svelte.ts';

/** The most rows that the grid shows. */
export const shownRows = 1_000_000;

/** The Explore page's query and its answer; kept while the user is elsewhere. */
export class Explore {
  source = $state.raw<ArrowSource | null>(null);
  ipc = $state.raw<Uint8Array | null>(null);
  error = $state.raw<unknown>(null);
  running = $state(false);
  ms = $state(0);
  /** The statement that the answer on show belongs to. */
  ran = $state('');
  #controller: AbortController | null = null;

  constructor(readonly workspace: Workspace) {}

  get sql(): string {
    return this.workspace.sql;
  }

  set sql(text: string) {
    this.workspace.sql = text;
  }

  /** There are more rows than the grid shows. */
  get cut(): boolean {
    return (this.source?.total ?? 0) > shownRows;
  }

  async run(): Promise<void> {
    const sql = this.sql;
    if (!sql.trim()) return;
    this.#controller?.abort();
    const controller = (this.#controller = new AbortController());
    const started = performance.now();
    this.running = true;
    this.error = null;
    try {
      const ipc = await this.#query(sql, controller.signal);
      const { arrowSource } = await import('./arrow-values.ts');
      if (controller !== this.#controller) return;
      this.source = arrowSource(ipc, shownRows);
      this.ipc = ipc;
      this.ms = performance.now() - started;
      this.ran = sql;
    } catch (error) {
      if (controller === this.#controller && !isAbort(error)) this.error = error;
    } finally {
      if (controller === this.#controller) this.running = false;
    }
  }

  /** Bounded first; what cannot be bounded is run as it is, so that an error has the engine's words on the user's own text. */
  async #query(sql: string, signal: AbortSignal): Promise<Uint8Array> {
    const limited = bounded(sql, shownRows + 1);
    if (limited === null) return this.workspace.query(sql, { signal });
    try {
      return await this.workspace.query(limited, { signal });
    } catch (error) {
      const about = error instanceof AppError && /^sql\.(parse|bind|catalog|other)$/.test(error.code);
      if (!about) throw error;
      return this.workspace.query(sql, { signal });
    }
  }

  cancel(): boolean {
    this.#controller?.abort();
    return this.running;
  }

  /** Forgets the answer. */
  clear(): void {
    this.cancel();
    this.source = null;
    this.ipc = null;
    this.error = null;
    this.ran = '';
  }

  /** Where in the text the error lies, counted in signs, as far as the engine told. */
  get problem(): { at: number; message: string } | null {
    if (!(this.error instanceof AppError)) return null;
    const { position } = this.error.values;
    return { at: typeof position === 'number' ? position : 0, message: this.workspace.locale.sentence(this.error) };
  }

  csv(choice: Partial<WrittenDialect> = {}): Promise<Blob> {
    return csvFile(this.workspace, this.source!, choice);
  }

  parquet(): Promise<Blob> {
    return parquetFile(this.workspace, this.ipc!);
  }
}
