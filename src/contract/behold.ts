import type { History, ProjectParts } from './document.ts';
import type { ErasureProof, ProjectStatus } from './engine.ts';
import type { ImportOptions, ImportReport, TableInfo } from './import.ts';
import type { Drift, RecipeStep, StepReport } from './operation.ts';
import type { Condition, PopulationSize, PropertyValue, Scope } from './population.ts';
import type { Mapping, Requirement, Settings } from './project.ts';
import type { KeptProject, PackOptions } from './storage.ts';
import type { Backend, BackendName, OnProgress } from './workers.ts';

export interface AnalysisInfo {
  id: string;
  title: string;
  about: string;
  requires: readonly Requirement[];
  /** What of `requires` the project does not offer now. */
  missing: Requirement[];
  /** JSON Schema of the parameters, with defaults. */
  params: object;
}

export interface OperationInfo {
  id: string;
  title: string;
  about: string;
  group: 'rows' | 'values' | 'columns' | 'tables';
  version: number;
  /** JSON Schema of the parameters, with defaults. */
  params: object;
}

/** A step as a script may write it: parameters that are left out have their defaults, and the version is today's. */
export type StepInput = Pick<RecipeStep, 'operation'> & Partial<RecipeStep>;

/** A drift with its sentence, in the project's language. */
export interface DriftInfo extends Drift {
  message: string;
}

export interface RunOptions {
  seed?: number;
  backend?: BackendName;
  /** What to run on: some users, a span of time, some events. Default: everything. */
  scope?: Scope;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface RunResult {
  id: string;
  params: object;
  seed: number;
  ms: number;
  cached: boolean;
  /** Plain, structured-cloneable data; its shape is in the analysis's README. Numbers are not rounded. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the public API's own type
  result: any;
  /** The SQL that was run, by name. */
  queries: Record<string, string>;
  /** The share that the answer leads with, where it leads with one. */
  proportion?: { name: string; hits: number; trials: number; repeated?: boolean };
  views: {
    title: string;
    sentence: string;
    /** Every option that moves the figures, in words. */
    definition?: string;
    /** What to know before believing them. */
    cautions?: string[];
    table: { columns: string[]; rows: unknown[][] };
    chart?: object;
  }[];
  /** What it stood on; absent where on everything. */
  scope?: Scope;
  backend?: Backend;
  models?: { name: string; kind: string }[];
  /** How many iterations or epochs of an interrupted training were taken over. */
  resumed?: number;
}

/** The public scripting API, `globalThis.behold`: what a person does with the mouse, through the same code. Stable. */
export interface Behold {
  readonly version: string;
  /** Resolves when the engine answers. */
  readonly ready: Promise<void>;
  import(files: File[], options?: ImportOptions): Promise<ImportReport[]>;
  tables(): Promise<TableInfo[]>;
  mapping(): Promise<Mapping>;
  setMapping(mapping: Mapping): Promise<void>;
  settings(): Promise<Settings>;
  setSettings(settings: Partial<Settings>): Promise<void>;
  analyses(): Promise<AnalysisInfo[]>;
  run(id: string, params?: object, options?: RunOptions): Promise<RunResult>;
  /** Resolves once a large log is in memory, in order, as the page has it read in a quiet moment; a first report then need not wait for it. */
  prepare(): Promise<void>;
  /** The users behind one mark of a result. */
  members(
    id: string,
    params: object,
    mark: string,
    options?: Pick<RunOptions, 'scope' | 'signal' | 'onProgress'>,
  ): Promise<string[]>;
  /** How many users a condition means, of all that have an event. */
  population(condition: Condition): Promise<PopulationSize>;
  populationUsers(condition: Condition): Promise<string[]>;
  /** The values of a property that most users have. */
  propertyValues(name: string, limit?: number): Promise<PropertyValue[]>;
  /** Every cleaning and joining operation. */
  operations(): Promise<OperationInfo[]>;
  /** The cleaning steps of a table, in order. */
  recipe(table: string): Promise<RecipeStep[]>;
  /** Where these steps don't fit the table as it was imported; empty where they can run. */
  checkRecipe(table: string, steps: readonly StepInput[]): Promise<DriftInfo[]>;
  /** What the steps would do, without doing it. */
  previewRecipe(
    table: string,
    steps: readonly StepInput[],
    options?: Pick<RunOptions, 'signal' | 'onProgress'>,
  ): Promise<StepReport[]>;
  /** Makes the table anew from what was imported, by these steps; `[]` takes them all back. All or nothing. */
  setRecipe(
    table: string,
    steps: readonly StepInput[],
    options?: Pick<RunOptions, 'signal' | 'onProgress'>,
  ): Promise<StepReport[]>;
  /** Rows as objects; BigInts beyond 2^53 come as strings, times as ISO strings. */
  sql(query: string): Promise<Record<string, unknown>[]>;
  /** The whole project as one file, and back: opened, it is a project of its own, and the one before stays on this machine. */
  save(options?: PackOptions): Promise<Blob>;
  open(project: Blob, options?: { passphrase?: string }): Promise<void>;
  /** Removes everything that the app keeps on this machine; the page stays usable, with an empty project. */
  erase(): Promise<ErasureProof>;

  /** The project that is open: its id and name, who may change it, and whether it is on disk. */
  project(): Promise<ProjectStatus>;
  /** Resolves when every change so far is on disk; rejects with the reason where it can't be. */
  saved(): Promise<void>;
  projects(): Promise<KeptProject[]>;
  newProject(): Promise<void>;
  openProject(id: string): Promise<void>;
  duplicateProject(id?: string): Promise<void>;
  renameProject(id: string, name: string): Promise<void>;
  deleteProject(id: string): Promise<ErasureProof>;
  takeOver(): Promise<void>;
  acceptDamage(): Promise<void>;
  /** Notes, cohorts, saved runs and report, each as one value. */
  part<K extends keyof ProjectParts>(name: K): Promise<ProjectParts[K]>;
  setPart<K extends keyof ProjectParts>(name: K, value: ProjectParts[K]): Promise<void>;
  history(): Promise<History>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}
