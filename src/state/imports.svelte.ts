import { SvelteMap } from 'svelte/reactivity';
import type { ImportOptions, ImportReport, Part } from '../contract/import.ts';
import { AppError, isAbort, throwIfAborted } from '../core/errors.ts';
import { freeBytes } from '../data/estimate.ts';
import { batchesOf } from './import-batches.ts';
import { ImportDraft, ImportItem } from './import-draft.svelte.ts';
import { noticesOf } from './import-notices.ts';
import { sourcesOf } from './import-sources.ts';
import type { TableSource } from './import-sources.ts';
import type { Workspace } from './workspace.svelte.ts';

/** More members than these are not looked into one by one before an import. */
const mostLookedAt = 60;

/** What a plan helps against: taking less of the files. */
const isPlannable = (error: unknown): boolean =>
  error instanceof AppError && ['import.too-large', 'import.out-of-memory'].includes(error.code);

/** Imports as the page prepares them: from files by way of a draft to tables, and from a table back to its files. */
export class Imports {
  /** What the import dialogue shows. */
  draft = $state.raw<ImportDraft | null>(null);
  readonly #sources = new SvelteMap<string, TableSource>();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Takes in files: at once where nothing is in doubt, else by way of the dialogue, as with `ask`. True once they are imported. */
  async take(files: File[], ask = false): Promise<boolean> {
    const draft = await this.#lookAt(files.map((file) => ({ file })));
    if (!ask && !draft.inDoubt) {
      await this.#atOnce(files, draft);
      return this.draft === null;
    }
    this.#show(draft);
    return false;
  }

  /** Opens the dialogue for a table's files, with the choices they were read with. */
  async again(table: string): Promise<void> {
    const source = this.#sources.get(table);
    if (!source) throw new AppError('import.files-gone', { table });
    const { files, entry, options } = source;
    const told = entry === undefined ? options : { ...options, entry };
    this.#show(
      await this.#lookAt(
        files.map((file) => ({ file, options: told })),
        table,
      ),
    );
  }

  /** True while the page holds the files of a table. */
  canReadAgain = (table: string): boolean => this.#sources.has(table);

  /** Imports what the dialogue holds. A failure brings the dialogue back, and leaves no table behind. */
  async confirm(draft: ImportDraft): Promise<boolean> {
    this.draft = null;
    try {
      this.#tell(draft, await this.#import(draft));
      return true;
    } catch (error) {
      if (!isAbort(error)) this.#show(draft, error);
      return false;
    }
  }

  cancel(): void {
    this.draft?.end();
    this.draft = null;
  }

  /** Keeps what tables were read from. What was added to is forgotten: neither file alone would make the table again. */
  remember(files: readonly File[], options: ImportOptions, reports: readonly ImportReport[]): void {
    const { append, replace: _replace, ...rest } = options;
    for (const [table, source] of sourcesOf(files, rest, reports)) {
      if (append) this.#sources.delete(table);
      else this.#sources.set(table, source);
    }
  }

  forget(table: string): void {
    this.#sources.delete(table);
  }

  clear(): void {
    this.#sources.clear();
    this.cancel();
  }

  #show(draft: ImportDraft, error: unknown = null): void {
    this.draft?.end();
    draft.error = error;
    draft.crowded ||= !draft.fits || isPlannable(error);
    this.draft = draft;
  }

  async #lookAt(
    wanted: { file: File; options?: ImportOptions }[],
    replaces: string | null = null,
  ): Promise<ImportDraft> {
    const { engine, jobs, locale } = this.#workspace;
    await engine.ready;
    return jobs.track(locale.t('job.look'), async ({ signal, onProgress }) => {
      const items: ImportItem[] = [];
      for (const { file, options } of wanted) items.push(...(await this.#itemsOf(file, options)));
      const draft = new ImportDraft(items, replaces);
      for (const [index, item] of items.slice(0, mostLookedAt).entries()) {
        throwIfAborted(signal);
        onProgress(index / items.length, item.part.name);
        await item.read();
      }
      throwIfAborted(signal);
      draft.room = freeBytes(await engine.memory());
      return draft;
    });
  }

  async #itemsOf(file: File, options: ImportOptions = {}): Promise<ImportItem[]> {
    const { engine } = this.#workspace;
    const self: Part = { name: file.name, bytes: file.size };
    let parts = [self];
    let failed: unknown = null;
    try {
      parts = await engine.parts(file);
    } catch (error) {
      failed = error;
    }
    const items = parts.map((part) => {
      const entry = part.entry === undefined ? {} : { entry: part.entry };
      return new ImportItem(engine, file, part, { ...options, ...entry });
    });
    for (const item of items) {
      item.included = options.entry === undefined || item.part.entry === options.entry;
      item.error = failed;
    }
    return items;
  }

  /** As a script would: the engine takes all files together. What doesn't fit after all comes to the dialogue. */
  async #atOnce(files: File[], draft: ImportDraft): Promise<void> {
    try {
      this.#tell(draft, await this.#workspace.import(files));
    } catch (error) {
      if (!isPlannable(error)) throw error;
      this.#show(draft, error);
    }
  }

  async #import(draft: ImportDraft): Promise<ImportReport[]> {
    const workspace = this.#workspace;
    const items = draft.included;
    const members = (file: File) => draft.items.filter((item) => item.file === file).length;
    const batches = batchesOf(
      items.map((item) => item.toImport),
      members,
    );
    const made: ImportReport[][] = [];
    try {
      for (const { files, options, addsTo } of batches) {
        const into =
          addsTo !== undefined
            ? { table: made[addsTo]![0]!.table, append: true }
            : draft.replaces !== null
              ? { table: draft.replaces, ...(batches.length === 1 && { replace: true }) }
              : {};
        made.push(await workspace.import(files, { ...options, ...into }));
      }
    } catch (error) {
      await this.#takeBack(made.flat());
      throw error;
    }
    const reports = made.flat();
    if (batches.length > 1) workspace.lastImport = reports;
    if (draft.replaces !== null && batches.length > 1)
      workspace.notices.info('import.kept-beside', { table: draft.replaces });
    return reports;
  }

  #tell(draft: ImportDraft, reports: readonly ImportReport[]): void {
    for (const { code, values } of noticesOf(draft.items, reports)) this.#workspace.notices.info(code, values);
  }

  /** All or nothing, over several calls: what the earlier ones made goes. */
  async #takeBack(reports: readonly ImportReport[]): Promise<void> {
    const tables = reports.map((report) => report.table);
    for (const table of tables.filter((name, index) => tables.indexOf(name) === index))
      await this.#workspace.dropTable(table);
  }
}
