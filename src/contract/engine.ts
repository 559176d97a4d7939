import type { AnyAnalysis } from './analysis.ts';
import type { AwaitedTable, History, ProjectParts } from './document.ts';
import type { ImportOptions, ImportReport, Notice, Part, Preview, TableInfo } from './import.ts';
import type { SavedModel } from './model.ts';
import type { Drift, RecipeStep, StepReport } from './operation.ts';
import type {
  Condition,
  PopulationSize,
  KnownName,
  NameKind,
  PropertyValue,
  Scope,
  ScopeSize,
  UserList,
} from './population.ts';
import type { Dataset, Mapping, Settings } from './project.ts';
import type { Damage, KeptBytes, KeptProject, PackOptions, Room } from './storage.ts';
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

/** A job that stands on a part of the data only. */
export interface ScopedJobOptions extends JobOptions {
  /** One that names nothing is none. */
  scope?: Scope;
}

export interface EngineRunOptions extends ScopedJobOptions {
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
  /** The SQL that was run, by name; `scope.population` is that of the table which stands for the scope's users. */
  queries: Record<string, string>;
  /** Absent where it stood on everything. */
  scope?: Scope;
  backend?: Backend;
  models: { name: string; kind: string }[];
  /** How many iterations or epochs of an interrupted training were taken over. */
  resumed?: number;
}

/**
 * Who may change the project. `write`: this tab. `read`: another tab does, and this one follows it. `damaged`: something on disk is
 * not as it was written, and nothing is written before the user agrees. `outdated`: a newer version of the app has taken over.
 */
export type Access = 'write' | 'read' | 'damaged' | 'outdated';

/** How far the project on disk is behind the page. `off`: this browser keeps nothing; `empty`: there is nothing to keep yet. */
export type Saving = 'empty' | 'saved' | 'pending' | 'saving' | 'failed' | 'off';

/** An import that did not come to its end before the page was closed. */
export interface InterruptedImport {
  files: { name: string; bytes: number }[];
  options: ImportOptions;
  /** ISO. */
  at: string;
}

/** A training that did not come to its end; run again, it goes on from there. */
export interface InterruptedTraining {
  key: string;
  analysis: string;
  params: Record<string, unknown>;
  seed: number;
  backend?: BackendName;
  scope?: Scope;
  /** Iterations or epochs done. */
  done: number;
  at: string;
}

/** How the project stands: what the frame of the page shows. */
export interface ProjectStatus {
  id: string;
  name: string;
  access: Access;
  saving: Saving;
  /** The name of a project that is being opened: its tables are not there yet. */
  opening: string | null;
  /** Why the last attempt to save failed. */
  error: unknown;
  /** When it was last saved, epoch ms. */
  savedAt: number | null;
  damage: Damage[];
  /** The generation that is open is not the one written last. */
  fromPrevious: boolean;
  interrupted: InterruptedImport | null;
  trainings: InterruptedTraining[];
  /** Tables that a template waits for. */
  awaits: AwaitedTable[];
}

/** What was erased, and what a search of everything left found. */
export interface ErasureProof {
  /** How many identifiers and file names were looked for; 0 where the project had none long enough to tell. */
  patterns: number;
  files: number;
  bytes: number;
  /** Where one was found all the same; empty is the proof. */
  found: string[];
}

/** What the page hears without asking. `changed`: tables, mapping, settings, models or parts are no longer what they were. */
export type EngineEvent =
  | { kind: 'changed' }
  /** Another project is open. */
  | { kind: 'project' }
  /** `status()` has changed; nothing else. */
  | { kind: 'status' }
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
  /** What the canonical views offer now; under a scope, its events and their span. Rejects with `population.*`. */
  dataset(scope?: Scope): Promise<Dataset>;

  /** One statement; Arrow IPC stream bytes. Statements that change tables are remembered, and repeated after a restart. */
  query(sql: string, job?: JobOptions): Promise<Uint8Array>;
  run(analysis: AnyAnalysis, params: object, options?: EngineRunOptions): Promise<EngineRun>;
  /**
   * Reads the log ahead of the reports that walk it, so that the first of them need not. Gives way to everything else that is asked of the
   * database; `false` where it did.
   */
  prepare(job?: JobOptions): Promise<boolean>;
  members(analysis: AnyAnalysis, params: object, mark: string, job?: ScopedJobOptions): Promise<string[]>;
  /** How many users a condition means. Rejects with `population.*`, and as the analysis of a mark does. */
  population(condition: Condition, job?: JobOptions): Promise<PopulationSize>;
  /** Their identifiers, in order. */
  populationUsers(condition: Condition, job?: JobOptions): Promise<string[]>;
  scopeSize(scope: Scope, job?: JobOptions): Promise<ScopeSize>;
  /** The values of a property that most users have, those first; at most `limit` (50). */
  propertyValues(name: string, limit?: number): Promise<PropertyValue[]>;
  /** Items, users or categories by what somebody types of their key or title; the commonest first, at most `limit` (50). */
  names(kind: NameKind, words: string, limit?: number): Promise<KnownName[]>;
  /** The users that a text or CSV file names, for a condition of the kind `list`. Rejects with `population.no-list`. */
  userList(file: File, job?: JobOptions): Promise<UserList>;
  /** Arrow IPC stream bytes as a Parquet file. */
  parquet(ipc: Uint8Array): Promise<Uint8Array>;

  models(): { name: string; model: SavedModel }[];
  removeModel(name: string): Promise<void>;

  memory(): Promise<{ used: number; limit: number }>;
  /** What is kept where: tables in the engine's memory, and whatever the browser stores for this page. */
  storage(): Promise<{
    tables: { name: string; rows: number; bytes: number }[];
    browser: { name: string; bytes: number }[];
    projects: KeptBytes[];
    room: Room | null;
  }>;

  status(): ProjectStatus;
  /** The projects on this machine, the one changed last first. */
  projects(): Promise<KeptProject[]>;
  /** An empty project takes the place of the open one, which is saved before. */
  newProject(): Promise<void>;
  openProject(id: string): Promise<void>;
  /** Without an id: the open one, whose copy is then open. */
  duplicateProject(id?: string): Promise<void>;
  renameProject(id: string, name: string): Promise<void>;
  /** Removes a project from this machine, and searches what is left for its users. */
  deleteProject(id: string): Promise<ErasureProof>;
  /** Makes this tab the one that writes; the other one follows. */
  takeOver(): Promise<void>;
  /** Goes on with what is whole, and drops what is damaged. */
  acceptDamage(): Promise<void>;
  /** A newer version of the app has taken over: what is pending is saved, and then nothing any more. */
  outdate(): Promise<void>;
  /** Asks the browser not to evict; resolves with its answer. */
  persist(): Promise<boolean>;
  /** Resolves when every change so far is on disk; rejects with the reason where it can't be. */
  saved(): Promise<void>;
  /** Saves now what is pending, without waiting for it: the page is about to go. */
  flush(): void;
  /** An interrupted import or training is not wanted any more. */
  dismissInterrupted(training?: string): Promise<void>;

  part<K extends keyof ProjectParts>(name: K): ProjectParts[K];
  setPart<K extends keyof ProjectParts>(name: K, value: ProjectParts[K]): Promise<void>;
  /** The text of the SQL page; no part of the history. */
  queryText(): string;
  setQueryText(text: string): void;
  history(): History;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Undoes or does again until so many changes are in force. */
  goTo(done: number): Promise<void>;

  /** The project as one file. */
  save(options?: PackOptions): Promise<Blob>;
  /** Opens a project file as a project of its own; the open one stays on disk. */
  open(project: Blob, options?: { passphrase?: string; name?: string }): Promise<void>;
  /** Removes everything that the app keeps on this machine but the app itself, and searches what is left. */
  erase(): Promise<ErasureProof>;
}
