import type { AnyAnalysis } from '../contract/analysis.ts';
import type { Engine, EngineRun, EngineRunOptions, JobOptions, MappingGuess } from '../contract/engine.ts';
import type { ImportOptions, ImportReport, TableInfo } from '../contract/import.ts';
import type { SavedModel } from '../contract/model.ts';
import type { RecipeStep, StepReport } from '../contract/operation.ts';
import type { Dataset, Mapping, Settings, ViewName } from '../contract/project.ts';
import { AppError } from '../core/errors.ts';
import { Imports } from './imports.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import type { Locale } from './locale.svelte.ts';
import { renameTables, withoutTables } from './mapping-fields.ts';
import type { OfflineState } from './offline.ts';
import { Notices } from './notices.svelte.ts';
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
  /** The query that the Explore page opens with; kept while the page is elsewhere. */
  sql = $state('');

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never shown
  readonly #openSamples = new Map<string, string[]>();
  #refreshes = 0;
  /** The fingerprint of the data that `counts` belongs to. */
  #counted = '';
  #adoptLanguage = true;

  constructor(
    readonly engine: Engine,
    readonly locale: Locale,
  ) {
    engine.onEvent((event) => {
      if (event.kind === 'changed') void this.refresh();
      else if (event.kind === 'notice') this.notices.info(event.notice.code, event.notice.values);
    });
  }

  /** Waits for the engine, tells it the page's language and reads what it holds. */
  async start(): Promise<void> {
    await this.engine.ready;
    await this.engine.setSettings({ language: this.locale.language });
    await this.refresh();
    this.ready = true;
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
      this.reports = this.engine.reports();
      this.models = this.engine.models();
      this.settings = this.engine.settings();
      this.#adopt(this.settings);
      await this.#count(dataset);
    } catch (error) {
      this.notices.error(error);
    }
  }

  #adopt(settings: Settings): void {
    if (this.#adoptLanguage && settings.language !== this.locale.language) this.locale.set(settings.language);
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
    await this.refresh();
  }

  /** Changes the language of page and project together. */
  async setLanguage(language: Settings['language']): Promise<void> {
    this.locale.set(language);
    await this.engine.setSettings({ language });
  }

  query(sql: string, outer: JobOptions = {}): Promise<Uint8Array> {
    return this.jobs.track(this.locale.t('job.query'), (job) => this.engine.query(sql, job), outer);
  }

  run(analysis: AnyAnalysis, params: object, outer: EngineRunOptions = {}): Promise<EngineRun> {
    const label = analysis.texts[this.locale.language].title ?? analysis.id;
    return this.jobs.track(label, (job) => this.engine.run(analysis, params, { ...outer, ...job }), outer);
  }

  members(analysis: AnyAnalysis, params: object, mark: string, outer: JobOptions = {}): Promise<string[]> {
    const label = this.locale.t('job.members');
    return this.jobs.track(label, (job) => this.engine.members(analysis, params, mark, job), outer);
  }

  async loadSamples(): Promise<void> {
    if (this.samples.length === 0) this.samples = await listSamples();
  }

  /** Opens a sample with its mapping and settings; one that is open already is not read again. */
  async openSample(id: string): Promise<Sample> {
    await this.loadSamples();
    const sample = this.samples.find((candidate) => candidate.id === id);
    if (!sample) throw new AppError('app.unknown-sample', { id });
    this.opening = true;
    try {
      await this.#open(sample);
    } finally {
      this.opening = false;
    }
    return sample;
  }

  async #open(sample: Sample): Promise<void> {
    await this.engine.ready;
    const table = this.#wantedTable(sample);
    const made = this.#stillOpen(sample.id) ?? (await this.#importSample(sample, table));
    const ownViews = withoutTables(this.engine.mapping(), [...this.#openSamples.values()].flat());
    await this.setMapping({ ...ownViews, ...renameTables(sample.mapping, table, made[0] ?? table) });
    await this.setSettings({ zone: 'UTC', ...sample.settings });
  }

  #wantedTable(sample: Sample): string {
    return Object.values(sample.mapping)[0]?.table ?? sample.id;
  }

  #stillOpen(id: string): string[] | undefined {
    const names = this.#openSamples.get(id);
    return names?.every((name) => this.tables.some((table) => table.name === name)) ? names : undefined;
  }

  async #importSample(sample: Sample, table: string): Promise<string[]> {
    const reports = await this.import([await sampleFile(sample)], { table });
    const names = reports.map((report) => report.table);
    this.#openSamples.set(sample.id, names);
    return names;
  }

  /** Which of a view's fields exist, for the editor's immediate answer. */
  fields(view: ViewName): readonly string[] {
    return this.dataset?.views[view] ?? [];
  }

  async open(project: Blob): Promise<void> {
    await this.jobs.track(this.locale.t('job.open'), () => this.engine.open(project));
    this.imports.clear();
    this.lastImport = [];
    await this.refresh();
  }

  save(): Promise<Blob> {
    return this.jobs.track(this.locale.t('job.save'), () => this.engine.save());
  }

  /** Erases everything kept on this machine; the page keeps its language. */
  async erase(): Promise<void> {
    this.#adoptLanguage = false;
    try {
      await this.jobs.track(this.locale.t('job.erase'), () => this.engine.erase());
      await this.engine.setSettings({ language: this.locale.language });
    } finally {
      this.#adoptLanguage = true;
    }
    this.imports.clear();
    this.lastImport = [];
    this.sql = '';
    await this.refresh();
  }
}
