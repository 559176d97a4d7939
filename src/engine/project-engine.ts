import { version as appVersion } from '../../package.json';
import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Engine, EngineEvent, EngineRun, EngineRunOptions, JobOptions, MappingGuess } from '../contract/engine.ts';
import type { ImportOptions, ImportReport, Notice, Part, Preview, TableInfo } from '../contract/import.ts';
import type { SavedModel } from '../contract/model.ts';
import type { AnyOperation, Drift, RecipeStep, StepReport } from '../contract/operation.ts';
import type { Dataset, Mapping, Settings } from '../contract/project.ts';
import type { DatabaseApi, JobOutcome } from '../contract/workers.ts';
import { AppError, abortError } from '../core/errors.ts';
import { Queue } from '../core/queue.ts';
import { guessMapping } from '../data/guess.ts';
import { ask } from './arrow.ts';
import type { Call } from './bridge.ts';
import { browserStorage, eraseBrowserStorage } from './browser-storage.ts';
import { RunCache } from './cache.ts';
import type { DatabaseHooks, WorkerName, Workers } from './caller.ts';
import type { OpenedProject } from './project/archive.ts';
import { packProject, unpackProject } from './project/archive.ts';
import { importFiles } from './project/import-files.ts';
import { dropHidden } from './project/importer.ts';
import type { Step } from './project/journal.ts';
import { mappedViews, rolesOf } from './project/mapping.ts';
import { hiddenName, isHidden, qualified } from './project/names.ts';
import { profileTable } from './project/profile.ts';
import { Recipes } from './project/recipes.ts';
import { replay } from './project/replay.ts';
import { withSettings } from './project/settings.ts';
import type { ProjectState, TableLedger } from './project/state.ts';
import { emptyState } from './project/state.ts';
import { statementKind } from './project/statement.ts';
import { restoreTable, storeTable } from './project/stored.ts';
import { Tables } from './project/tables.ts';
import { listMembers, runAnalysis } from './run.ts';

export interface EngineOptions {
  /** A notice in words, in the page's language. */
  describe: (notice: Notice) => string;
  workers: (hooks: DatabaseHooks) => Workers;
  /** The cleaning operations by id, as the registry has them. */
  operations?: ReadonlyMap<string, AnyOperation>;
}

/** The page's side of the workers: one project in memory, its tables, mapping, settings and models. */
export class ProjectEngine implements Engine {
  readonly ready: Promise<void>;
  readonly #describe: (notice: Notice) => string;
  readonly #workers: Workers;
  readonly #tables: Tables;
  readonly #recipes: Recipes;
  readonly #cache = new RunCache();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  /** Changes of the project happen one at a time; reading goes beside them. */
  readonly #changes = new Queue();
  #state: ProjectState = emptyState();

  constructor({ describe, workers, operations = new Map() }: EngineOptions) {
    this.#describe = describe;
    this.#workers = workers({
      prepare: (call, restarted) => this.#bringBack(call, restarted),
      onDeath: (worker) => this.#onDeath(worker),
    });
    this.#tables = new Tables(this.#workers.database.call, () => this.#state);
    this.#recipes = new Recipes({
      database: this.#workers.database,
      tables: this.#tables,
      operations,
      state: () => this.#state,
      tell: (notice) => this.#tell({ kind: 'notice', notice }),
    });
    this.ready = this.#workers.database.start();
    // Whoever awaits `ready` hears of a failure; so does whoever calls.
    this.ready.catch(() => undefined);
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  parts(file: File): Promise<Part[]> {
    return this.#workers.files.call('parts', [file]);
  }

  preview(file: File, options: ImportOptions = {}): Promise<Preview> {
    return this.#workers.files.call('preview', [file, options]);
  }

  import(files: File[], options: ImportOptions = {}, job: JobOptions = {}): Promise<ImportReport[]> {
    return this.#change(async () => {
      const catalog = await this.#tables.catalog();
      const { steps, ledgers, replaced } = await importFiles(this.#workers, catalog, files, options, job);
      const recipes = replaced.map((table) => ({ table, steps: this.#recipes.steps(table) }));
      for (const table of replaced) this.#forgetSource(table, await this.#recipes.drop(table));
      const added = new Set(steps.flatMap((step) => (step.kind === 'import' ? [step.table] : [])));
      for (const table of added) await this.#recipes.rerun(table);
      for (const step of steps) this.#state.journal.add(step);
      for (const table of added) this.#recipes.remember(table);
      this.#state.ledgers.push(...ledgers);
      this.#state.contents++;
      this.#tables.forget();
      if (replaced.length > 0) await this.#tables.dropLost((notice) => this.#tell({ kind: 'notice', notice }));
      for (const { table, steps } of recipes) await this.#recipes.again(table, steps);
      await this.#adoptGuess();
      return ledgers.map((ledger) => this.#report(ledger));
    }, job.signal);
  }

  reports(): ImportReport[] {
    return this.#state.ledgers.map((ledger) => this.#report(ledger));
  }

  async tables(): Promise<TableInfo[]> {
    const catalog = await this.#tables.catalog();
    return catalog.map(({ name, rows, columns }) => {
      const roles = rolesOf(this.#state.mapping, name);
      const withRole = columns.map((column) => {
        const role = roles.get(column.name);
        return role === undefined ? { ...column } : { ...column, role };
      });
      return { name, rows, columns: withRole };
    });
  }

  dropTable(name: string): Promise<void> {
    return this.#change(() => this.#drop(name));
  }

  recipe(table: string): RecipeStep[] {
    return this.#recipes.steps(table);
  }

  recipeReport(table: string): StepReport[] {
    return this.#recipes.report(table);
  }

  checkRecipe(table: string, steps: readonly RecipeStep[]): Promise<Drift[]> {
    return this.#changes.add(() => this.#recipes.check(table, steps));
  }

  previewRecipe(table: string, steps: readonly RecipeStep[], job: JobOptions = {}): Promise<StepReport[]> {
    return this.#changes.add(() => this.#recipes.preview(table, steps, job), job.signal);
  }

  setRecipe(table: string, steps: readonly RecipeStep[], job: JobOptions = {}): Promise<StepReport[]> {
    return this.#change(async () => {
      const reports = await this.#recipes.set(table, steps, job);
      await this.#adoptGuess();
      return reports;
    }, job.signal);
  }

  mapping(): Mapping {
    return structuredClone(this.#state.mapping);
  }

  async guess(): Promise<MappingGuess> {
    const profiles = [];
    for (const table of await this.#tables.catalog())
      // A table without rows says nothing of who did what.
      if (table.rows > 0 && !this.#state.published.has(table.name))
        profiles.push(await profileTable(this.#call, table));
    return guessMapping(profiles);
  }

  setMapping(mapping: Mapping): Promise<void> {
    const plain = structuredClone(mapping);
    return this.#change(() => this.#tables.apply(plain));
  }

  settings(): Settings {
    return { ...this.#state.settings };
  }

  async setSettings(settings: Partial<Settings>): Promise<void> {
    this.#state.settings = withSettings(this.#state.settings, settings);
    this.#tell({ kind: 'changed' });
  }

  dataset(): Promise<Dataset> {
    return this.#tables.dataset();
  }

  async query(sql: string, { signal }: JobOptions = {}): Promise<Uint8Array> {
    if (statementKind(sql) === 'read') return this.#read(sql, signal);
    return this.#change(async () => {
      const ipc = await this.#call('query', [sql, signal]);
      this.#state.journal.add({ kind: 'statement', sql });
      this.#state.contents++;
      this.#tables.forget();
      await this.#tables.dropLost((notice) => this.#tell({ kind: 'notice', notice }));
      await this.#forgetLostLedgers();
      await this.#recipes.forgetLost();
      return ipc;
    }, signal);
  }

  run(analysis: AnyAnalysis, params: object, options: EngineRunOptions = {}): Promise<EngineRun> {
    return runAnalysis(this.#runProject, this.#workers, this.#cache, analysis, params, options);
  }

  members(analysis: AnyAnalysis, params: object, mark: string, job: JobOptions = {}): Promise<string[]> {
    return listMembers(this.#runProject, analysis, params, mark, job);
  }

  parquet(ipc: Uint8Array): Promise<Uint8Array> {
    return this.#workers.files.call('parquet', [ipc]);
  }

  models(): { name: string; model: SavedModel }[] {
    return Array.from(this.#state.models, ([name, model]) => ({ name, model }));
  }

  removeModel(name: string): Promise<void> {
    return this.#change(async () => {
      const model = this.#state.models.get(name);
      this.#state.models.delete(name);
      this.#cache.dropModel(name);
      if (model?.scores && this.#state.published.has(model.scores)) await this.#drop(model.scores);
    });
  }

  memory(): Promise<{ used: number; limit: number }> {
    return this.#call('memory', []);
  }

  async storage(): ReturnType<Engine['storage']> {
    const [tables, [held]] = await Promise.all([
      this.#tables.catalog(),
      ask<{ bytes: number }>(this.#call, tableBytes),
    ]);
    // DuckDB tells the bytes of all tables together; each gets the share of its cells.
    const cells = tables.map(({ rows, columns }) => rows * columns.length);
    const all = cells.reduce((sum, n) => sum + n, 0) || 1;
    return {
      tables: tables.map(({ name, rows }, i) => ({ name, rows, bytes: ((held?.bytes ?? 0) * (cells[i] ?? 0)) / all })),
      browser: await browserStorage(),
    };
  }

  save(): Promise<Blob> {
    return this.#changes.add(async () =>
      packProject(this.#call, this.#state, await this.#tables.catalog(), appVersion),
    );
  }

  open(project: Blob): Promise<void> {
    return this.#change(async () => {
      const opened = await unpackProject(project);
      await this.#checkFits(opened);
      await this.#replaceBy(opened);
    });
  }

  erase(): Promise<void> {
    return this.#change(async () => {
      this.#state = emptyState();
      this.#cache.clear();
      this.#tables.reset();
      this.#workers.database.end();
      // What was under way is cancelled with what it worked on: no failure.
      this.#workers.compute.end(abortError());
      this.#workers.files.end(abortError());
      await eraseBrowserStorage();
      await this.#workers.database.start();
    });
  }

  get #call(): Call<DatabaseApi> {
    return this.#workers.database.call;
  }

  readonly #runProject = {
    dataset: () => this.dataset(),
    query: (sql: string, { signal }: JobOptions = {}) => this.#read(sql, signal),
    adopt: (outcome: JobOutcome) => this.#adopt(outcome),
  };

  /** Reading can be repeated: where another job's cancel ended the database, it is asked again once. */
  async #read(sql: string, signal?: AbortSignal): Promise<Uint8Array> {
    try {
      return await this.#call('query', [sql, signal]);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'worker.ended') throw error;
      return this.#call('query', [sql, signal]);
    }
  }

  #change<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#changes.add(async () => {
      try {
        return await job();
      } finally {
        this.#tell({ kind: 'changed' });
      }
    }, signal);
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #report({ table, ledger, ms }: TableLedger): ImportReport {
    const { notices, ...rest } = ledger;
    const warnings = notices.map((notice) => ({
      code: notice.code,
      message: this.#describe(notice),
      ...(notice.columns && { columns: notice.columns }),
    }));
    return { ...rest, table, ms, warnings };
  }

  /** Views that are not mapped yet get what names and values suggest; a guess that fails is none. */
  async #adoptGuess(): Promise<void> {
    const { mapping } = await this.guess().catch((error: unknown) => {
      if (!(error instanceof AppError) || !error.code.startsWith('sql.')) throw error;
      return { mapping: {} };
    });
    for (const [view, entry] of mappedViews(mapping)) {
      if (this.#state.mapping[view]) continue;
      const wider = { ...this.#state.mapping, [view]: entry } as Mapping;
      await this.#tables.apply(wider).catch((error: unknown) => {
        if (!(error instanceof AppError) || !error.code.startsWith('mapping.')) throw error;
      });
    }
  }

  async #drop(name: string): Promise<void> {
    const tables = await this.#tables.catalog();
    if (!tables.some((table) => table.name === name)) throw new AppError('engine.unknown-table', { table: name });
    await this.#dropViewsOf(name);
    await this.#call('query', [dropStatement(name)]);
    this.#forgetSource(name, await this.#recipes.drop(name));
    this.#state.contents++;
    this.#tables.forget();
  }

  /** Forgets where a table that is no more came from. `dropped`: what took its imported rows away, where it was cleaned. */
  #forgetSource(name: string, dropped: string[]): void {
    this.#state.journal.forget(name, dropStatement(name), ...dropped);
    this.#state.published.delete(name);
    this.#state.ledgers = this.#state.ledgers.filter(({ table }) => table !== name);
  }

  async #dropViewsOf(table: string): Promise<void> {
    const kept = mappedViews(this.#state.mapping).filter(([, view]) => view.table !== table);
    if (kept.length < mappedViews(this.#state.mapping).length)
      await this.#tables.apply(Object.fromEntries(kept) as Mapping);
  }

  async #forgetLostLedgers(): Promise<void> {
    const names = new Set((await this.#tables.catalog()).map(({ name }) => name));
    this.#state.ledgers = this.#state.ledgers.filter(({ table }) => names.has(table));
  }

  /** Takes over what a run made. Its tables are no part of the fingerprint, or a run would spoil its own cache. */
  #adopt(outcome: JobOutcome): Promise<void> {
    if (!outcome.models.length && !outcome.tables.length) return Promise.resolve();
    return this.#change(async () => {
      for (const { name, ipc } of outcome.tables) await this.#publish(name, ipc);
      for (const { name, model } of outcome.models) this.#state.models.set(name, model);
    });
  }

  async #publish(name: string, ipc: Uint8Array): Promise<void> {
    const { published, journal } = this.#state;
    const present = (await this.#tables.catalog()).some((table) => table.name === name);
    if (present && !published.has(name)) throw new AppError('engine.name-taken', { table: name });
    if (present) {
      const sql = `DROP TABLE ${qualified(name)}`;
      await this.#call('query', [sql]);
      journal.forget(name, sql, ...(await this.#recipes.drop(name)));
    }
    const stored = await storeTable(this.#call, name, ipc);
    journal.add({ kind: 'stored', table: stored });
    published.add(name);
    this.#tables.forget();
  }

  /** In each new database, before anything else: the tables and views as they were. */
  async #bringBack(call: Call<DatabaseApi>, restarted: boolean): Promise<void> {
    if (!restarted) return;
    const tell = (notice: Notice) => this.#tell({ kind: 'notice', notice });
    const steps = this.#state.journal.steps.length;
    const takeRecipe: Recipes['replay'] = (database, step) => this.#recipes.replay(database, step);
    await replay(call, this.#workers.files, this.#state.journal, tell, takeRecipe);
    await this.#recipes.keepReplayed(call);
    this.#tables.forget();
    await this.#tables.dropLost(tell, call);
    if (this.#state.journal.steps.length < steps) this.#tell({ kind: 'changed' });
  }

  #onDeath(worker: WorkerName): void {
    const notice = { code: 'worker.restarted', values: { worker } };
    const tell = () => this.#tell({ kind: 'notice', notice });
    if (worker === 'database') this.#workers.database.start().then(tell, () => undefined);
    else tell();
  }

  /** Makes every table of a saved project under a hidden name, so that one that won't load changes nothing. */
  async #checkFits({ tables, recipes }: OpenedProject): Promise<void> {
    for (const { stored } of [...tables, ...recipes]) {
      const hidden = hiddenName();
      try {
        await restoreTable(this.#call, stored, hidden);
        const [count] = await ask<{ rows: number }>(
          this.#call,
          `SELECT count(*)::DOUBLE AS rows FROM ${qualified(hidden)}`,
        );
        if (count?.rows !== stored.rows || isHidden(stored.name))
          throw new AppError('project.damaged', { detail: stored.name });
      } catch (error) {
        if (error instanceof AppError && /^(sql|engine)\./.test(error.code))
          throw new AppError(
            'project.damaged',
            { detail: String(error.values['message'] ?? stored.name) },
            { cause: error },
          );
        throw error;
      } finally {
        await dropHidden(this.#call, [hidden]);
      }
    }
  }

  /** The state is exchanged whole, and the database started anew from it: nothing of the old project is left in either. */
  async #replaceBy({ tables, recipes, mapping, settings, models, ledgers }: OpenedProject): Promise<void> {
    const state = emptyState();
    state.journal.replaceAll([
      ...recipes.map(({ stored }): Step => ({ kind: 'stored', table: stored, raw: true })),
      ...tables.map(({ stored }): Step => ({ kind: 'stored', table: stored })),
    ]);
    state.recipes = new Map(recipes.map(({ stored, recipe }) => [stored.name, recipe]));
    state.published = new Set(tables.filter(({ published }) => published).map(({ stored }) => stored.name));
    state.settings = withSettings(state.settings, settings);
    state.models = new Map(models);
    state.ledgers = ledgers;
    state.mapping = mapping;
    state.contents = this.#state.contents + 1;
    this.#state = state;
    this.#cache.clear();
    this.#tables.reset();
    this.#workers.database.end();
    await this.#workers.database.start();
  }
}

const dropStatement = (table: string): string => `DROP TABLE ${qualified(table)}`;

const tableBytes = `SELECT sum(memory_usage_bytes)::DOUBLE AS bytes FROM duckdb_memory() WHERE tag IN ('BASE_TABLE', 'IN_MEMORY_TABLE')`;
