import type { AnyAnalysis } from '../contract/analysis.ts';
import type {
  Engine,
  EngineEvent,
  EngineRun,
  EngineRunOptions,
  ErasureProof,
  JobOptions,
  MappingGuess,
  ScopedJobOptions,
} from '../contract/engine.ts';
import type { ImportOptions, ImportReport, TableInfo } from '../contract/import.ts';
import type { SavedModel } from '../contract/model.ts';
import type { RecipeStep, StepReport } from '../contract/operation.ts';
import type { Condition } from '../contract/population.ts';
import type { Dataset, Mapping, Settings, ViewName } from '../contract/project.ts';
import type { PackOptions } from '../contract/storage.ts';
import { AppError } from '../core/errors.ts';
import { Imports } from './imports.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import type { Locale } from './locale.svelte.ts';
import { renameTables } from './mapping-fields.ts';
import type { OfflineState } from './offline.ts';
import { Notices } from './notices.svelte.ts';
import { propertyOrigins } from './property-names.ts';
import { Projects } from './projects.svelte.ts';
import { ReadingAhead } from './reading-ahead.ts';
import { ScopeState } from './scope.svelte.ts';
import { samplePlace, sampleTable } from './sample-place.ts';
import { listSamples, sampleFile } from './samples.ts';
import type { Sample } from './samples.ts';

/** What the events view holds: all rows, those with a user and a time, and distinct users. */
export interface EventCounts {
  rows: number;
  valid: number;
  users: number;
}

const countEvents = `SELECT count(*)::DOUBLE AS rows,
  (count(*) FILTER ("user" IS NOT NULL AND "time" IS NOT NULL))::DOUBLE AS valid,
  (count(DISTINCT "user") FILTER ("time" IS NOT NULL))::DOUBLE AS users
FROM canonical."events"`;

/** The project as the page sees it, and the one way in for mouse and script alike. */
export class Workspace {
  readonly jobs = new Jobs();
  readonly notices = new Notices();
  readonly imports = new Imports(this);
  readonly projects = new Projects(this);
  readonly scope = new ScopeState();
  /** `null` until the engine has answered once. */
  ready = $state(false);
  /** A sample is on its way: its data, then its mapping. */
  opening = $state(false);
  tables = $state.raw<TableInfo[]>([]);
  reports = $state.raw<ImportReport[]>([]);
  mapping = $state.raw<Mapping>({});
  guess = $state.raw<MappingGuess | null>(null);
  dataset = $state.raw<Dataset | null>(null);
  settings = $state.raw<Settings | null>(null);
  models = $state.raw<{ name: string; model: SavedModel }[]>([]);
  /** Whether the app would start without its server. */
  offline = $state<OfflineState>('off');
  counts = $state.raw<EventCounts | null>(null);
  samples = $state.raw<Sample[]>([]);
  /** The tables of the last import, so that the Data page can show what was understood. */
  lastImport = $state.raw<ImportReport[]>([]);
  #sql = $state('');
  /** Samples on their way, so that none is opened twice. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
  readonly #opening = new Map<string, Promise<Sample>>();
  readonly #ahead: ReadingAhead;
  #refreshes = 0;
  /** The fingerprint of the data that `counts` belongs to. */
  #counted = '';

  constructor(
    readonly engine: Engine,
    readonly locale: Locale,
  ) {
    this.#ahead = new ReadingAhead(engine, () => this.jobs.list.length > 0);
    engine.onEvent((event) => this.#hear(event));
  }

  #hear(event: EngineEvent): void {
    if (event.kind === 'notice') return this.notices.info(event.notice.code, event.notice.values);
    this.projects.read();
    if (event.kind === 'project') this.#forget();
    if (event.kind !== 'status') void this.refresh();
  }

  /** Another project is open: nothing of the one before stays on the page. */
  #forget(): void {
    this.imports.clear();
    this.lastImport = [];
    this.guess = null;
    this.#sql = this.engine.queryText();
    void this.projects.loadList().catch((error: unknown) => this.notices.error(error));
  }

  /** Waits for the engine and reads what it holds. */
  async start(): Promise<void> {
    try {
      await this.engine.ready;
      this.projects.read();
      this.#forget();
      await this.refresh();
      this.ready = true;
    } finally {
      this.projects.opening = null;
    }
  }

  /** The text of the SQL page; kept with the project. */
  get sql(): string {
    return this.#sql;
  }

  set sql(text: string) {
    this.#sql = text;
    if (this.projects.canWrite) this.engine.setQueryText(text);
  }

  /** Reads everything anew; of overlapping calls the latest wins. */
  async refresh(): Promise<void> {
    const turn = ++this.#refreshes;
    try {
      const [tables, dataset] = await Promise.all([this.engine.tables(), this.engine.dataset()]);
      if (turn !== this.#refreshes) return;
      this.tables = tables;
      this.dataset = dataset;
      this.mapping = this.engine.mapping();
      this.locale.origins = propertyOrigins(dataset, this.mapping);
      this.reports = this.engine.reports();
      this.models = this.engine.models();
      this.settings = this.engine.settings();
      await this.#agreeOnLanguage(this.settings.language);
      await this.#count(dataset);
      this.#ahead.consider(this.counts?.valid ?? 0);
    } catch (error) {
      // A database that was exchanged for another's is asked anew by the event that tells of it.
      const isPassing = turn !== this.#refreshes || (error instanceof AppError && error.code === 'worker.ended');
      if (!isPassing) this.notices.error(error);
    }
  }

  /** A language that was chosen here stays; else a project with tables brings its own, and an empty one takes the page's. */
  async #agreeOnLanguage(language: Settings['language']): Promise<void> {
    if (language === this.locale.language) return;
    if (this.locale.isChosen || this.tables.length === 0)
      await this.engine.setSettings({ language: this.locale.language });
    else this.locale.adopt(language);
  }

  /** Counts the events once per state of the data. */
  async #count(dataset: Dataset): Promise<void> {
    if (this.#counted === dataset.fingerprint) return;
    this.#counted = dataset.fingerprint;
    if (!dataset.views.events) {
      this.counts = null;
      return;
    }
    const [ipc, { plainRows }] = await Promise.all([this.engine.query(countEvents), import('./arrow-values.ts')]);
    if (this.#counted === dataset.fingerprint) this.counts = plainRows(ipc)[0] as unknown as EventCounts;
  }

  /** Guesses the roles of the tables' columns, for the mapping editor. */
  async loadGuess(): Promise<void> {
    this.guess = this.tables.length > 0 ? await this.engine.guess() : null;
  }

  async import(files: File[], options: ImportOptions = {}, outer: JobOptions = {}): Promise<ImportReport[]> {
    const label = files.length === 1 ? files[0]!.name : this.locale.t('files.count', { n: files.length });
    const reports = await this.jobs.track(label, (job) => this.engine.import(files, options, job), outer);
    this.lastImport = reports;
    this.imports.remember(files, options, reports);
    // What must be counted over all rows comes with the refresh that the engine's event has begun.
    this.tables = await this.engine.tables();
    this.mapping = this.engine.mapping();
    this.reports = this.engine.reports();
    return reports;
  }

  previewRecipe(table: string, steps: readonly RecipeStep[], outer: JobOptions = {}): Promise<StepReport[]> {
    const label = this.locale.t('clean.job.preview', { table });
    return this.jobs.track(label, (job) => this.engine.previewRecipe(table, steps, job), outer);
  }

  /** Makes a table anew by its cleaning steps; the page shows the new rows at once. */
  async setRecipe(table: string, steps: readonly RecipeStep[], outer: JobOptions = {}): Promise<StepReport[]> {
    const label = this.locale.t('clean.job', { table });
    const reports = await this.jobs.track(label, (job) => this.engine.setRecipe(table, steps, job), outer);
    await this.refresh();
    return reports;
  }

  async dropTable(name: string): Promise<void> {
    await this.engine.dropTable(name);
    this.imports.forget(name);
    this.lastImport = this.lastImport.filter((report) => report.table !== name);
  }

  async removeModel(name: string): Promise<void> {
    await this.engine.removeModel(name);
    await this.refresh();
  }

  async setMapping(mapping: Mapping): Promise<void> {
    await this.engine.setMapping(mapping);
    await this.refresh();
  }

  async setSettings(settings: Partial<Settings>): Promise<void> {
    await this.engine.setSettings(settings);
    if (settings.language) this.locale.set(settings.language);
    await this.refresh();
  }

  /** Changes the language of page and project together. */
  async setLanguage(language: Settings['language']): Promise<void> {
    this.locale.set(language);
    if (this.projects.canWrite) await this.engine.setSettings({ language });
  }

  query(sql: string, outer: JobOptions = {}): Promise<Uint8Array> {
    return this.jobs.track(this.locale.t('job.query'), (job) => this.engine.query(sql, job), outer);
  }

  run(analysis: AnyAnalysis, params: object, outer: EngineRunOptions = {}): Promise<EngineRun> {
    const label = analysis.texts[this.locale.language].title ?? analysis.id;
    const canPause = ['prediction', 'recommendation'].includes(analysis.group) && this.projects.canWrite;
    const made = this.jobs.track(
      label,
      (job) => this.engine.run(analysis, params, { ...outer, ...job }),
      outer,
      canPause,
    );
    // What a pause kept is offered again.
    return made.finally(() => canPause && this.projects.read());
  }

  members(analysis: AnyAnalysis, params: object, mark: string, outer: ScopedJobOptions = {}): Promise<string[]> {
    const label = this.locale.t('job.members');
    return this.jobs.track(label, (job) => this.engine.members(analysis, params, mark, { ...outer, ...job }), outer);
  }

  /** The users whom a condition means. */
  populationUsers(condition: Condition, outer: JobOptions = {}): Promise<string[]> {
    const label = this.locale.t('job.members');
    return this.jobs.track(label, (job) => this.engine.populationUsers(condition, job), outer);
  }

  async loadSamples(): Promise<void> {
    if (this.samples.length === 0) this.samples = await listSamples();
  }

  /** Opens a sample with its mapping and settings, in a project of its own; one that is there already is not read again. */
  openSample(id: string): Promise<Sample> {
    const under = this.#opening.get(id);
    if (under) return under;
    const opening = this.#openSample(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async #openSample(id: string): Promise<Sample> {
    await Promise.all([this.loadSamples(), this.engine.ready]);
    const sample = this.samples.find((candidate) => candidate.id === id);
    if (!sample) throw new AppError('app.unknown-sample', { id });
    this.opening = true;
    try {
      await this.#placeSample(sample);
    } finally {
      this.opening = false;
    }
    return sample;
  }

  async #placeSample(sample: Sample): Promise<void> {
    const { engine, projects } = this;
    await projects.loadList();
    const place = samplePlace(sample, { status: engine.status(), tables: await engine.tables() }, projects.list);
    if (place.kind === 'open') return;
    if (place.kind === 'kept') return projects.open(place.id);
    const name = sample.title[this.locale.language];
    if (place.kind === 'new') await projects.create();
    await projects.rename(name);
    const table = sampleTable(sample);
    const [report] = await this.import([await sampleFile(sample)], { table });
    await this.setMapping(renameTables(sample.mapping, table, report?.table ?? table));
    await this.setSettings({ zone: 'UTC', ...sample.settings });
  }

  /** Which of a view's fields exist, for the editor's immediate answer. */
  fields(view: ViewName): readonly string[] {
    return this.dataset?.views[view] ?? [];
  }

  /** Opens a project file as a project of its own. */
  async open(project: Blob, options?: { passphrase?: string }): Promise<void> {
    const { engine, jobs, locale, projects } = this;
    await projects.exchange(() => jobs.track(locale.t('job.open'), () => engine.open(project, options)));
  }

  save(options?: PackOptions): Promise<Blob> {
    return this.jobs.track(this.locale.t('job.save'), () => this.engine.save(options));
  }

  /** Erases everything kept on this machine; the page keeps its language. */
  async erase(): Promise<ErasureProof> {
    const proof = await this.jobs.track(this.locale.t('job.erase'), () => this.engine.erase());
    this.projects.read();
    await this.refresh();
    return proof;
  }
}
