import type { AnyAnalysis } from '../contract/analysis.ts';
import type { History, ProjectDocument, ProjectParts } from '../contract/document.ts';
import type {
  Engine,
  EngineEvent,
  EngineRun,
  EngineRunOptions,
  ErasureProof,
  JobOptions,
  MappingGuess,
  ProjectStatus,
  ScopedJobOptions,
} from '../contract/engine.ts';
import type { ImportOptions, ImportReport, Notice, Part, Preview, TableInfo } from '../contract/import.ts';
import type { SavedModel } from '../contract/model.ts';
import type { AnyOperation, Drift, RecipeStep, StepReport } from '../contract/operation.ts';
import type {
  Condition,
  KnownName,
  NameKind,
  PopulationSize,
  PropertyValue,
  Scope,
  ScopeSize,
  UserList,
} from '../contract/population.ts';
import type { Dataset, Mapping, Settings, ViewName } from '../contract/project.ts';
import type { KeptBytes, KeptProject, PackOptions } from '../contract/storage.ts';
import type { DatabaseApi, JobOutcome } from '../contract/workers.ts';
import { AppError, abortError } from '../core/errors.ts';
import { Queue } from '../core/queue.ts';
import { guessMapping } from '../data/guess.ts';
import { duckdb } from '../sql/duckdb.ts';
import { Ahead } from './ahead.ts';
import { ask } from './arrow.ts';
import type { Call } from './bridge.ts';
import { browserStorage, eraseBrowserStorage } from './browser-storage.ts';
import { RunCache } from './cache.ts';
import type { DatabaseHooks, WorkerName, Workers } from './caller.ts';
import { Edits, mappingChange } from './edits.ts';
import { stableJson } from './hash.ts';
import { Keeper } from './keeper.ts';
import { awaitedFor, missingColumns } from './project/awaited.ts';
import { define, readDefinitions, unkeptTables } from './project/definitions.ts';
import type { Change } from './project/history.ts';
import { importFiles } from './project/import-files.ts';
import type { Imported } from './project/import-files.ts';
import { KnownNames } from './project/known-names.ts';
import { makeViews, mappedViews, rolesOf } from './project/mapping.ts';
import { qualified, rawName } from './project/names.ts';
import type { RunScope } from './project/populations.ts';
import { Populations } from './project/populations.ts';
import { profileTable } from './project/profile.ts';
import { PropertyValues } from './project/property-values.ts';
import { Recipes } from './project/recipes.ts';
import { replay } from './project/replay.ts';
import { Scopes } from './project/scopes.ts';
import { figureSettings, withSettings } from './project/settings.ts';
import type { ProjectState, TableLedger } from './project/state.ts';
import { emptyState } from './project/state.ts';
import { statementKind, tableMade } from './project/statement.ts';
import { storeTable } from './project/stored.ts';
import { Tables } from './project/tables.ts';
import { readUserList } from './project/user-list.ts';
import { withoutSecrets } from './project/secrets.ts';
import type { Exchanged } from './projects.ts';
import { Projects } from './projects.ts';
import { listMembers, runAnalysis, steadiness } from './run.ts';
import type { TenancyHooks } from './tenancy.ts';
import { Tenancy } from './tenancy.ts';
import { Trainings } from './trainings.ts';

export interface EngineOptions {
  /** A notice in words, in the page's language. */
  describe: (notice: Notice) => string;
  workers: (hooks: DatabaseHooks) => Workers;
  /** The cleaning operations by id, as the registry has them. */
  operations?: ReadonlyMap<string, AnyOperation>;
  /** The analyses by id, as the registry has them: those whose marks cohorts stand behind. */
  analyses?: ReadonlyMap<string, AnyAnalysis>;
  /** When these two are there; before, nothing is asked of them. */
  loaded?: Promise<void>;
  /** Which tab writes; tests have locks of their own. */
  tenancy?: (hooks: TenancyHooks) => Tenancy;
}

/** The page's side of the workers: the project that is open, its tables, roles, settings and models, and its place on disk. */
export class ProjectEngine implements Engine {
  readonly ready: Promise<void>;
  readonly #describe: (notice: Notice) => string;
  readonly #operations: ReadonlyMap<string, AnyOperation>;
  readonly #analyses: ReadonlyMap<string, AnyAnalysis>;
  readonly #workers: Workers;
  readonly #tables: Tables;
  readonly #recipes: Recipes;
  readonly #populations: Populations;
  readonly #scopes: Scopes;
  readonly #propertyValues: PropertyValues;
  readonly #knownNames: KnownNames;
  readonly #keeper: Keeper;
  readonly #projects: Projects;
  readonly #edits: Edits;
  readonly #tenancy: Tenancy;
  readonly #ahead: Ahead;
  #trainings: Trainings;
  readonly #cache = new RunCache();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  /** Changes of the project happen one at a time; reading goes beside them. */
  readonly #changes = new Queue();
  /** Moves when a change of the data begins, and when it ends. */
  #revision = 0;
  #state: ProjectState = emptyState();
  /** How many steps could not be taken when the tables were last made. */
  #lost = 0;

  constructor({
    describe,
    workers,
    operations = new Map(),
    analyses = new Map(),
    loaded = Promise.resolve(),
    tenancy = (hooks) => new Tenancy(hooks),
  }: EngineOptions) {
    this.#describe = describe;
    this.#operations = operations;
    this.#analyses = analyses;
    let booted = () => {};
    const boot = new Promise<void>((resolve) => (booted = resolve));
    this.#workers = workers({
      prepare: async (call, restarted) => {
        await Promise.all([boot, loaded]);
        await this.#bringBack(call, restarted);
      },
      onDeath: (worker) => this.#onDeath(worker),
    });
    this.#ahead = new Ahead(this.#workers.compute);
    const state = () => this.#state;
    const tell = (notice: Notice) => this.#tell({ kind: 'notice', notice });
    const onStatus = () => this.#tell({ kind: 'status' });
    this.#tables = new Tables(this.#workers.database.call, state);
    this.#populations = new Populations({
      call: this.#workers.database.call,
      dataset: () => this.#tables.dataset(),
      cohorts: () => this.#state.cohorts,
      members: (mark, job) => this.#membersOf(mark, job),
    });
    this.#scopes = new Scopes({
      call: this.#workers.database.call,
      tables: this.#tables,
      populations: this.#populations,
    });
    this.#propertyValues = new PropertyValues(this.#workers.database.call);
    this.#knownNames = new KnownNames(this.#workers.database.call);
    this.#recipes = new Recipes({ database: this.#workers.database, tables: this.#tables, operations, state, tell });
    this.#keeper = new Keeper({
      state,
      database: this.#call,
      storage: this.#workers.storage.call,
      mayWrite: () => this.#projects.mayWrite,
      onCommit: (sequence) => this.#tenancy.announce(sequence),
      nameFor: ({ tables }) => tables[0]?.name ?? projectName[this.#state.settings.language],
      onConflict: () => this.#projects.onConflict(),
      onPickUp: (notes) => {
        this.#edits.record({ kind: 'notes', before: notes, after: this.#state.notes });
        this.#tell({ kind: 'changed' });
      },
      onStatus,
    });
    this.#tenancy = tenancy({
      onAsked: () => this.#projects.onAsked(),
      onLost: () => void this.#projects.onLost(),
      onCommitted: () => void this.#projects.onCommitted(),
      onVacant: () => void this.#projects.onVacant(),
    });
    this.#projects = new Projects(
      {
        storage: this.#workers.storage.call,
        database: this.#call,
        keeper: this.#keeper,
        state,
        exchange: (next, sameRows) => this.#exchange(next, sameRows),
        alone: (job) => this.#changes.add(job),
        tell,
        onStatus,
      },
      this.#tenancy,
    );
    this.#edits = new Edits({
      state,
      assertWritable: () => this.#projects.assertWritable(),
      applyMapping: (mapping) => this.#change(() => this.#tables.apply(mapping)),
      applyRecipe: (table, steps) => this.#change(() => this.#setRecipe(table, steps)).then(() => undefined),
      applyModel: (name, model) =>
        this.#change(async () => {
          if (model) this.#state.models.set(name, model);
          else this.#state.models.delete(name);
        }),
      edited: () => this.#edited(),
    });
    this.#trainings = this.#trainingsOf();
    this.ready = this.#start(booted, loaded);
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

  async import(files: File[], options: ImportOptions = {}, job: JobOptions = {}): Promise<ImportReport[]> {
    let end: (made: boolean) => void = () => undefined;
    try {
      const ledgers = await this.#change(async () => {
        end = await this.#projects.beginImport(files, options);
        return this.#import(files, options, job);
      }, job.signal);
      end(true);
      return ledgers.map((ledger) => this.#report(ledger));
    } catch (error) {
      end(false);
      throw error;
    }
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
    let before: RecipeStep[] = [];
    return this.#change(
      () => {
        before = this.#recipes.steps(table);
        return this.#setRecipe(table, steps, job);
      },
      job.signal,
      () => ({ kind: 'recipe', subject: table, before, after: this.#recipes.steps(table) }),
    );
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
    let before: Mapping = {};
    return this.#change(
      () => {
        before = this.#state.mapping;
        return this.#tables.apply(plain);
      },
      undefined,
      () => ({ kind: 'mapping', ...mappingChange(before, plain) }),
    );
  }

  settings(): Settings {
    return { ...this.#state.settings };
  }

  async setSettings(changes: Partial<Settings>): Promise<void> {
    const before = this.#state.settings;
    const after = withSettings(before, changes);
    if (stableJson(before) === stableJson(after)) return;
    const [was, is] = [figureSettings(before), figureSettings(after)];
    // The language is the page's: it may change where the project may not, and nobody wants to take it back.
    if (stableJson(was) !== stableJson(is)) this.#projects.assertWritable();
    this.#state.settings = after;
    this.#edits.record({ kind: 'settings', before: was, after: is });
    if (this.#projects.mayWrite) this.#edited();
    else this.#tell({ kind: 'changed' });
  }

  async dataset(scope?: Scope): Promise<Dataset> {
    const asked = this.#scopes.read(scope);
    return asked ? (await this.#scopes.ground(asked, {})).data : this.#tables.dataset();
  }

  async query(sql: string, { signal }: JobOptions = {}): Promise<Uint8Array> {
    if (statementKind(sql) === 'read') return this.#read('query', sql, signal);
    return this.#change(async () => {
      this.#state.kept.touchNamed(sql);
      const ipc = await this.#call('query', [sql, signal]);
      this.#state.journal.add({ kind: 'statement', sql });
      this.#state.contents++;
      this.#state.kept.touchNamed(sql);
      this.#tables.forget();
      await this.#tables.dropLost((notice) => this.#tell({ kind: 'notice', notice }));
      await this.#forgetLostLedgers();
      await this.#recipes.forgetLost();
      await this.#refuseUnkept();
      await this.#forgetUnpublished(sql);
      this.#state.definitions = await readDefinitions(this.#call, this.#state.definitions, sql);
      return ipc;
    }, signal);
  }

  /** What a statement made outside the project's tables is taken away again: no project would hold it. */
  async #refuseUnkept(): Promise<void> {
    const raw = Array.from(this.#state.recipes.keys(), rawName);
    const isOwn = (schema: string, table: string) =>
      (schema === 'main' && raw.includes(table)) || this.#populations.owns(schema, table);
    const made = await unkeptTables(this.#call, isOwn);
    if (made.length === 0) return;
    for (const { name } of made) await this.#call('query', [`DROP TABLE ${name}`]);
    throw new AppError('sql.not-kept', { what: made.map(({ name }) => name).join(', ') });
  }

  /** A table that a run had made, and that the user has dropped or made anew, is no run's to replace any more. */
  async #forgetUnpublished(sql: string): Promise<void> {
    const { published } = this.#state;
    const names = new Set((await this.#tables.catalog()).map(({ name }) => name));
    const made = tableMade(sql)?.toLowerCase();
    for (const name of [...published]) if (!names.has(name) || name.toLowerCase() === made) published.delete(name);
  }

  run(analysis: AnyAnalysis, params: object, options: EngineRunOptions = {}): Promise<EngineRun> {
    return runAnalysis(
      { ...this.#runProject, trainings: this.#trainings },
      this.#workers,
      this.#cache,
      analysis,
      params,
      options,
    );
  }

  async prepare(job: JobOptions = {}): Promise<boolean> {
    // What is read while the data change is of no state of them.
    await this.#changes.add(async () => undefined, job.signal);
    const isSteady = steadiness(this.#runProject);
    const data = await this.dataset();
    const query = (sql: string, { signal }: JobOptions = {}) => this.#call('pieces', [sql, signal]);
    return this.#ahead.read({ data, sql: duckdb, query }, isSteady, job);
  }

  members(analysis: AnyAnalysis, params: object, mark: string, job: ScopedJobOptions = {}): Promise<string[]> {
    return listMembers(this.#runProject, this.#workers, analysis, params, mark, job);
  }

  population(condition: Condition, job: JobOptions = {}): Promise<PopulationSize> {
    return this.#scopes.again(() => this.#populations.size(condition, job));
  }

  populationUsers(condition: Condition, job: JobOptions = {}): Promise<string[]> {
    return this.#scopes.again(() => this.#populations.users(condition, job));
  }

  scopeSize(scope: Scope, job: JobOptions = {}): Promise<ScopeSize> {
    return this.#scopes.size(scope, job);
  }

  async propertyValues(name: string, limit = 50): Promise<PropertyValue[]> {
    return [...(await this.#propertyValues.of(name, await this.dataset(), limit))];
  }

  async names(kind: NameKind, words: string, limit = 50): Promise<KnownName[]> {
    return this.#knownNames.find(kind, words, limit, await this.dataset());
  }

  userList(file: File, job: JobOptions = {}): Promise<UserList> {
    return this.#scopes.again(() => readUserList(this.#workers.files, this.#populations, file, job));
  }

  async #membersOf(mark: Extract<Condition, { kind: 'mark' }>, job: JobOptions): Promise<string[]> {
    const { analysis: id, version, params, scope } = mark;
    const analysis = this.#analyses.get(id);
    if (!analysis) throw new AppError('population.unknown-analysis', { id });
    if (version > analysis.version)
      throw new AppError('population.newer-analysis', { id, version, known: analysis.version });
    const options = { ...job, version, ...(scope && { scope }) };
    return listMembers(this.#runProject, this.#workers, analysis, params, mark.mark, options);
  }

  parquet(ipc: Uint8Array): Promise<Uint8Array> {
    return this.#workers.files.call('parquet', [ipc]);
  }

  models(): { name: string; model: SavedModel }[] {
    return Array.from(this.#state.models, ([name, model]) => ({ name, model }));
  }

  removeModel(name: string): Promise<void> {
    const model = this.#state.models.get(name) ?? null;
    return this.#change(
      async () => {
        this.#state.models.delete(name);
        this.#cache.dropModel(name);
        if (model?.scores && this.#state.published.has(model.scores)) await this.#drop(model.scores);
      },
      undefined,
      () => ({ kind: 'model', subject: name, before: model, after: null }),
    );
  }

  memory(): Promise<{ used: number; limit: number }> {
    return this.#call('memory', []);
  }

  async storage(): ReturnType<Engine['storage']> {
    const storage = this.#workers.storage.call;
    const [tables, [held], projects, room, browser] = await Promise.all([
      this.#tables.catalog(),
      ask<{ bytes: number }>(this.#call, tableBytes),
      storage('bytes', []),
      storage('room', []),
      browserStorage(),
    ]);
    // DuckDB tells the bytes of all tables together; each gets the share of its cells.
    const cells = tables.map(({ rows, columns }) => rows * columns.length);
    const all = cells.reduce((sum, n) => sum + n, 0) || 1;
    const shared = tables.map(({ name, rows }, i) => ({
      name,
      rows,
      bytes: ((held?.bytes ?? 0) * (cells[i] ?? 0)) / all,
    }));
    // Chromium's own figure for files lags behind, and falls below nothing after an erasure.
    const onDisk = projects.reduce((sum, kept) => sum + totalBytes(kept), 0);
    const stores = browser.map((each) => (each.name === 'fileSystem' ? { ...each, bytes: onDisk } : each));
    return { tables: shared, browser: stores, projects, room };
  }

  status(): ProjectStatus {
    const { id, name, awaits } = this.#state;
    const { saving, savedAt, error } = this.#keeper;
    const trainings = this.#trainings.list();
    return { ...this.#projects.status(), id, name, awaits: structuredClone(awaits), saving, savedAt, error, trainings };
  }

  projects(): Promise<KeptProject[]> {
    return this.#workers.storage.call('list', []);
  }

  newProject(): Promise<void> {
    return this.#projects.create();
  }

  openProject(id: string): Promise<void> {
    return this.#projects.open(id);
  }

  duplicateProject(id?: string): Promise<void> {
    return this.#projects.duplicate(id);
  }

  async renameProject(id: string, name: string): Promise<void> {
    if (id === this.#state.id) this.#edits.set('name', name);
    else await this.#projects.rename(id, name);
  }

  deleteProject(id: string): Promise<ErasureProof> {
    return this.#projects.remove(id);
  }

  takeOver(): Promise<void> {
    return this.#projects.takeOver();
  }

  acceptDamage(): Promise<void> {
    return this.#projects.acceptDamage();
  }

  outdate(): Promise<void> {
    return this.#projects.outdate();
  }

  async persist(): Promise<boolean> {
    return (await navigator.storage?.persist?.()) ?? false;
  }

  saved(): Promise<void> {
    return this.#keeper.saved();
  }

  flush(): void {
    this.#keeper.flush();
  }

  async dismissInterrupted(training?: string): Promise<void> {
    await (training === undefined ? this.#projects.mark('import', null) : this.#trainings.end(training));
    this.#tell({ kind: 'status' });
  }

  part<K extends keyof ProjectParts>(name: K): ProjectParts[K] {
    return this.#edits.part(name);
  }

  async setPart<K extends keyof ProjectParts>(name: K, value: ProjectParts[K]): Promise<void> {
    this.#edits.set(name, value);
  }

  queryText(): string {
    return this.#state.query;
  }

  setQueryText(text: string): void {
    if (!this.#projects.mayWrite || text === this.#state.query) return;
    this.#state.query = text;
    this.#keeper.edited();
  }

  history(): History {
    return structuredClone(this.#state.history);
  }

  undo(): Promise<void> {
    return this.#edits.undo();
  }

  redo(): Promise<void> {
    return this.#edits.redo();
  }

  goTo(done: number): Promise<void> {
    return this.#edits.goTo(done);
  }

  async save(options: PackOptions = {}): Promise<Blob> {
    if (options.id !== undefined && options.id !== this.#state.id)
      return this.#pack(await this.#found(options.id), options);
    // Where the disk takes nothing any more, the file still does.
    if (this.#projects.mayWrite) await this.#keeper.saved().catch(() => undefined);
    return this.#changes.add(async () => {
      return this.#pack(await this.#keeper.document(), options);
    });
  }

  #pack(document: ProjectDocument, options: PackOptions): Promise<Blob> {
    const packed = options.data === false ? withoutSecrets(document, this.#operations) : document;
    return this.#workers.storage.call('pack', [packed, options]);
  }

  /** What is whole of a project that is not open. */
  async #found(id: string): Promise<ProjectDocument> {
    return (await this.#workers.storage.call('open', [id])).document;
  }

  open(project: Blob, options: { passphrase?: string; name?: string } = {}): Promise<void> {
    return this.#projects.openFile(project, options);
  }

  erase(): Promise<ErasureProof> {
    return this.#changes.add(async () => {
      // What was under way is cancelled with what it worked on: no failure.
      this.#workers.compute.end(abortError());
      this.#workers.files.end(abortError());
      return this.#projects.removeAll(eraseBrowserStorage);
    });
  }

  get #call(): Call<DatabaseApi> {
    return this.#workers.database.call;
  }

  readonly #runProject = {
    dataset: () => this.dataset(),
    query: (sql: string, { signal }: JobOptions = {}) => this.#read('pieces', sql, signal),
    scopes: {
      read: (scope: Scope | undefined) => this.#scopes.read(scope),
      ground: (scope: RunScope, job: JobOptions) => this.#scopes.ground(scope, job),
    },
    adopt: (outcome: JobOutcome) => this.#adopt(outcome),
    revision: () => this.#revision,
    ahead: { settle: (wanted: readonly string[]) => this.#ahead.settle(wanted) },
  };

  /** Those of the project that is open. */
  #trainingsOf(): Trainings {
    const tell = () => this.#tell({ kind: 'status' });
    const mark = (name: string, value: unknown) => this.#projects.mark(name, value).finally(tell);
    return new Trainings({ mark, marks: () => this.#projects.marks }, tell);
  }

  /** The project that was open last is read and checked while the database starts, which then makes its tables. */
  async #start(booted: () => void, loaded: Promise<void>): Promise<void> {
    const boot = this.#projects.boot().catch((error: unknown) => this.#withoutDisk(error));
    void boot.then((opened) => {
      if (opened) this.#state = opened.state;
      booted();
    });
    await Promise.all([this.#workers.database.start(), loaded]);
    const opened = await boot;
    const tables = await this.#tables.catalog();
    this.#projects.begin();
    if (opened) this.#projects.settled(opened.found, { tables, lost: this.#lost });
    else this.#keeper.adopt(0, tables, null);
  }

  #withoutDisk(error: unknown): null {
    this.#keeper.inMemory = true;
    this.#tell({ kind: 'notice', notice: { code: 'project.no-disk', values: { message: String(error) } } });
    return null;
  }

  /** Reading can be repeated: where another job's cancel ended the database, it is asked again once. */
  async #read<M extends 'query' | 'pieces'>(
    method: M,
    sql: string,
    signal?: AbortSignal,
  ): Promise<Awaited<ReturnType<DatabaseApi[M]>>> {
    this.#ahead.giveWay();
    const read = () => this.#call(method, [sql, signal] as never) as Promise<Awaited<ReturnType<DatabaseApi[M]>>>;
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'worker.ended') throw error;
      return read();
    }
  }

  /** A change of the tables: alone, noted in the history where `changeOf` words it, and on its way to the disk when it has ended. */
  #change<T>(job: () => Promise<T>, signal?: AbortSignal, changeOf?: () => Change): Promise<T> {
    return this.#changes.add(async () => {
      this.#projects.assertWritable();
      this.#ahead.giveWay();
      this.#keeper.begin();
      let made: Change | undefined;
      this.#revision++;
      try {
        const result = await job();
        made = changeOf?.();
        return result;
      } finally {
        this.#revision++;
        await this.#settle(made);
        this.#tell({ kind: 'changed' });
      }
    }, signal);
  }

  async #settle(made: Change | undefined): Promise<void> {
    try {
      const tables = await this.#tables.catalog();
      if (made) this.#edits.record(made);
      this.#keeper.settle(tables);
    } catch {
      // The database is gone; it comes back as it was, and so does what is on disk.
      this.#keeper.fail();
    }
  }

  #edited(): void {
    this.#keeper.edited();
    this.#tell({ kind: 'changed' });
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async #import(files: File[], options: ImportOptions, job: JobOptions): Promise<TableLedger[]> {
    const catalog = await this.#tables.catalog();
    const { awaits } = this.#state;
    const imported = await importFiles(this.#workers, catalog, files, options, job, {
      nameFor: (columns) => awaitedFor(awaits, columns)?.name,
      beforeSettling: (tables) => this.#touch(...tables),
    });
    const { steps, ledgers, replaced } = imported;
    const recipes = replaced.map((table) => ({ table, steps: this.#recipes.steps(table) }));
    for (const table of replaced) this.#forgetSource(table, await this.#recipes.drop(table));
    const added = new Set(steps.flatMap((step) => (step.kind === 'import' ? [step.table] : [])));
    for (const table of added) await this.#recipes.rerun(table);
    for (const step of steps) this.#state.journal.add(step);
    for (const table of added) this.#recipes.remember(table);
    this.#touch(...added);
    this.#state.ledgers.push(...ledgers);
    this.#state.contents++;
    this.#tables.forget();
    if (replaced.length > 0) await this.#tables.dropLost((notice) => this.#tell({ kind: 'notice', notice }));
    for (const { table, steps } of recipes) await this.#recipes.again(table, steps);
    await this.#fillTemplate(imported);
    await this.#adoptGuess();
    return ledgers;
  }

  /** A table that a template waited for gets its steps and its roles. */
  async #fillTemplate({ ledgers }: Imported): Promise<void> {
    for (const { table, ledger } of ledgers) {
      const awaited = this.#state.awaits.find(({ name }) => name === table);
      if (!awaited) continue;
      this.#state.awaits = this.#state.awaits.filter((other) => other !== awaited);
      await this.#recipes.again(table, awaited.steps);
      await this.#takeAwaitedViews(table);
      this.#tell({ kind: 'notice', notice: { code: 'project.template-filled', values: { table, rows: ledger.rows } } });
    }
    const [awaited] = this.#state.awaits;
    if (!awaited || ledgers.some(({ ledger }) => missingColumns(awaited, ledger.columns).length === 0)) return;
    const columns = missingColumns(awaited, ledgers[0]?.ledger.columns ?? []).join(', ');
    const values = { table: ledgers[0]?.table ?? '', awaited: awaited.name, columns };
    this.#tell({ kind: 'notice', notice: { code: 'project.template-differs', values } });
  }

  async #takeAwaitedViews(table: string): Promise<void> {
    const { awaitedViews } = this.#state;
    for (const [view, entry] of mappedViews(awaitedViews)) {
      if (entry.table !== table) continue;
      await this.#tables.apply({ ...this.#state.mapping, [view]: entry } as Mapping).catch((error: unknown) => {
        if (!(error instanceof AppError) || !error.code.startsWith('mapping.')) throw error;
        this.#tell({ kind: 'notice', notice: { code: 'mapping.view-lost', values: { view, table } } });
      });
    }
    const left = mappedViews(awaitedViews).filter(([, entry]) => entry.table !== table);
    this.#state.awaitedViews = Object.fromEntries(left) as Mapping;
  }

  async #setRecipe(table: string, steps: readonly RecipeStep[], job: JobOptions = {}): Promise<StepReport[]> {
    this.#touch(table);
    const reports = await this.#recipes.set(table, steps, job);
    this.#touch(table);
    await this.#adoptGuess();
    return reports;
  }

  /**
   * The rows of these tables, and those that they were imported with, are others now, or about to be. Said before and after each
   * change: what is read of a table in between belongs to neither state.
   */
  #touch(...tables: string[]): void {
    this.#state.kept.touch(...tables, ...tables.map(rawName));
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

  /** A table of items is better than what the log says of them beside their key. */
  #isCatalogueInstead(view: ViewName, table: string): boolean {
    const { items, events } = this.#state.mapping;
    return view === 'items' && items?.table === events?.table && table !== items?.table;
  }

  /** Views that are not mapped yet get what names and values suggest; a guess that fails is none. */
  async #adoptGuess(): Promise<void> {
    const { mapping } = await this.guess().catch((error: unknown) => {
      if (!(error instanceof AppError) || !error.code.startsWith('sql.')) throw error;
      return { mapping: {} };
    });
    for (const [view, entry] of mappedViews(mapping)) {
      if (this.#state.mapping[view] && !this.#isCatalogueInstead(view, entry.table)) continue;
      const wider = { ...this.#state.mapping, [view]: entry } as Mapping;
      await this.#tables.apply(wider).catch((error: unknown) => {
        if (!(error instanceof AppError) || !error.code.startsWith('mapping.')) throw error;
      });
    }
  }

  async #drop(name: string): Promise<void> {
    const tables = await this.#tables.catalog();
    if (!tables.some((table) => table.name === name)) throw new AppError('engine.unknown-table', { table: name });
    this.#touch(name);
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
    this.#touch(name);
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
    // A tab that only reads shows the result, and keeps nothing of it.
    if (!this.#projects.mayWrite) return Promise.resolve();
    return this.#change(async () => {
      for (const { name, ipc } of outcome.tables) await this.#publish(name, ipc);
      for (const { name, model } of outcome.models) this.#state.models.set(name, model);
    });
  }

  async #publish(name: string, ipc: Uint8Array): Promise<void> {
    const { published, journal } = this.#state;
    const present = (await this.#tables.catalog()).some((table) => table.name === name);
    if (present && !published.has(name)) throw new AppError('engine.name-taken', { table: name });
    this.#touch(name);
    if (present) {
      const sql = `DROP TABLE ${qualified(name)}`;
      await this.#call('query', [sql]);
      journal.forget(name, sql, ...(await this.#recipes.drop(name)));
    }
    const stored = await storeTable(this.#call, name, ipc);
    journal.add({ kind: 'stored', table: stored });
    this.#touch(name);
    published.add(name);
    this.#tables.forget();
  }

  /** In each new database, before anything else: the tables and views as they were. */
  async #bringBack(call: Call<DatabaseApi>, restarted: boolean): Promise<void> {
    this.#populations.forget();
    if (!restarted && this.#state.journal.steps.length === 0) return;
    const tell = (notice: Notice) => this.#tell({ kind: 'notice', notice });
    const takeRecipe: Recipes['replay'] = (database, step) => this.#recipes.replay(database, step);
    this.#lost = await replay(call, this.#workers.files, this.#state.journal, tell, takeRecipe);
    await this.#recipes.keepReplayed(call);
    this.#tables.forget();
    await this.#tables.dropLost(tell, call);
    await define(call, this.#state.definitions, tell);
    if (this.#lost === 0) return;
    this.#projects.onRowsLost();
    this.#tell({ kind: 'changed' });
  }

  /** The state is exchanged whole, and the database started anew from it: nothing of the old project is left in either. */
  async #exchange(state: ProjectState, sameRows: boolean): Promise<Exchanged> {
    const isOther = state.id !== this.#state.id;
    this.#revision += 2;
    this.#state = state;
    this.#lost = 0;
    this.#cache.clear();
    if (isOther) this.#trainings = this.#trainingsOf();
    if (sameRows) await makeViews(this.#call, state.mapping, await this.#tables.catalog());
    else {
      this.#tables.reset();
      this.#workers.database.end();
      await this.#workers.database.start();
    }
    this.#revision += 2;
    this.#tell({ kind: isOther ? 'project' : 'changed' });
    return { tables: await this.#tables.catalog(), lost: this.#lost };
  }

  #onDeath(worker: WorkerName): void {
    const notice = { code: 'worker.restarted', values: { worker } };
    const tell = () => this.#tell({ kind: 'notice', notice });
    if (worker === 'database') this.#workers.database.start().then(tell, () => undefined);
    else tell();
  }
}

const totalBytes = ({ tables, models, documents, older }: KeptBytes): number =>
  tables.reduce((sum, { bytes }) => sum + bytes, models + documents + older);

const dropStatement = (table: string): string => `DROP TABLE ${qualified(table)}`;

const projectName = { en: 'Project', zh: '项目' };

const tableBytes = `SELECT sum(memory_usage_bytes)::DOUBLE AS bytes FROM duckdb_memory() WHERE tag IN ('BASE_TABLE', 'IN_MEMORY_TABLE')`;
