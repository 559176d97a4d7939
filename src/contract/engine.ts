import type { AnyAnalysis } from './analysis.ts';
import type { ImportOptions, ImportReport, Notice, Part, Preview, TableInfo } from './import.ts';
import type { SavedModel } from './model.ts';
import type { Drift, RecipeStep, StepReport } from './operation.ts';
import type { Dataset, Mapping, Settings } from './project.ts';
import type { Backend, BackendName, OnProgress } from './workers.ts';

/** A mapping proposed from names and values, with how sure we are (0..1) and why, by `view.field`. */
export interface MappingGuess {
  mapping: Mapping;
  confidence: Record<string, number>;
  /** A code of i18n for the reason: 'name', 'values', 'both'. */
  reasons: Record<string, 'name' | 'values' | 'both'>;
}

export interface JobOptions {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface EngineRunOptions extends JobOptions {
  seed?: number;
  backend?: BackendName;
  /** The version of the analysis that the parameters were saved with; default: today's. */
  version?: number;
}

/** A run before it is put into words: `views` are made by the page, in its language. */
export interface EngineRun {
  id: string;
  params: object;
  seed: number;
  ms: number;
  cached: boolean;
  result: unknown;
  /** The SQL that was run, by name. */
  queries: Record<string, string>;
  backend?: Backend;
  models: { name: string; kind: string }[];
}

/** What the page hears without asking. `changed`: tables, mapping, settings or models are no longer what they were. */
export type EngineEvent =
  | { kind: 'changed' }
  /** Something the user should read once: a worker that died and came back, a table that could not be brought back. */
  | { kind: 'notice'; notice: Notice };

/** The page's side of the workers: the one object that state talks to. Rejects with AppErrors and AbortErrors only. */
export interface Engine {
  readonly ready: Promise<void>;
  onEvent(listener: (event: EngineEvent) => void): () => void;

  /** The files within a file: an archive's members, or the file itself. */
  parts(file: File): Promise<Part[]>;
  preview(file: File, options?: ImportOptions): Promise<Preview>;
  /** Imports all files or none. Guesses a mapping for views that are not mapped yet. */
  import(files: File[], options?: ImportOptions, job?: JobOptions): Promise<ImportReport[]>;
  /** The ledger of each table that came from a file. */
  reports(): ImportReport[];
  tables(): Promise<TableInfo[]>;
  dropTable(name: string): Promise<void>;

  /** The cleaning steps of a table, in order; none where it is as it was imported. */
  recipe(table: string): RecipeStep[];
  /** What each step did when it was last run. */
  recipeReport(table: string): StepReport[];
  /** Where these steps don't fit the table as imported; empty where they can run. */
  checkRecipe(table: string, steps: readonly RecipeStep[]): Promise<Drift[]>;
  /** What the steps would do, without doing it. Rejects with `recipe.*`. */
  previewRecipe(table: string, steps: readonly RecipeStep[], job?: JobOptions): Promise<StepReport[]>;
  /** Makes the table anew from what was imported, by these steps; with none it is as imported again. All or nothing. */
  setRecipe(table: string, steps: readonly RecipeStep[], job?: JobOptions): Promise<StepReport[]>;

  mapping(): Mapping;
  guess(): Promise<MappingGuess>;
  setMapping(mapping: Mapping): Promise<void>;
  settings(): Settings;
  setSettings(settings: Partial<Settings>): Promise<void>;
  /** What the canonical views offer now. */
  dataset(): Promise<Dataset>;

  /** One statement; Arrow IPC stream bytes. Statements that change tables are remembered, and repeated after a restart. */
  query(sql: string, job?: JobOptions): Promise<Uint8Array>;
  run(analysis: AnyAnalysis, params: object, options?: EngineRunOptions): Promise<EngineRun>;
  members(analysis: AnyAnalysis, params: object, mark: string, job?: JobOptions): Promise<string[]>;
  /** Arrow IPC stream bytes as a Parquet file. */
  parquet(ipc: Uint8Array): Promise<Uint8Array>;

  models(): { name: string; model: SavedModel }[];
  removeModel(name: string): Promise<void>;

  memory(): Promise<{ used: number; limit: number }>;
  /** What is kept where: tables in the engine's memory, and whatever the browser stores for this page. */
  storage(): Promise<{
    tables: { name: string; rows: number; bytes: number }[];
    browser: { name: string; bytes: number }[];
  }>;
  save(): Promise<Blob>;
  open(project: Blob): Promise<void>;
  erase(): Promise<void>;
}
