import type { RecipeStep, StepReport } from './operation.ts';
import type { Condition, Scope } from './population.ts';
import type { Mapping, Settings } from './project.ts';
import type { BackendName } from './workers.ts';

/** A file that a document names: never altered once it is there, and named by what is in it. */
export interface FileRef {
  /** Its path below the project's folder, e.g. `data/<sha256>.arrow`. */
  file: string;
  bytes: number;
  /** Of its content, hex. */
  sha256: string;
}

/** Some consecutive rows of a table, as an Arrow IPC stream. */
export interface TablePiece extends FileRef {
  rows: number;
}

/** The rows of a table, in order, with DuckDB's words for the types of its columns (Arrow has none for some). */
export interface StoredRows {
  rows: number;
  columns: { name: string; type: string }[];
  pieces: TablePiece[];
}

export interface DocumentRecipe {
  steps: RecipeStep[];
  report: StepReport[];
  /** The views that rested on columns which the steps took away. */
  lost: Mapping;
  /** The rows as they were imported. */
  raw: StoredRows;
}

export interface DocumentTable extends StoredRows {
  name: string;
  /** A run made it, and a later run may replace it. */
  published: boolean;
  recipe?: DocumentRecipe;
}

/** Some users: how to find them, under a name. */
export interface Cohort {
  id: string;
  name: string;
  rule: Condition;
  /** The rule in words, as it was shown. */
  label: string;
  /** How many they were when it was saved. */
  users: number;
  /** The state of the data that `users` was counted on. */
  fingerprint: string;
  /** ISO. */
  at: string;
}

/** A run that can be made again: same data, parameters and seed give the same result. */
export interface SavedRun {
  id: string;
  name: string;
  analysis: string;
  version: number;
  params: Record<string, unknown>;
  seed: number;
  backend?: BackendName;
  /** What it stood on; absent where on everything. */
  scope?: Scope;
  /** The project's language then: a few results hold sentences. */
  language?: 'en' | 'zh';
  fingerprint: string;
  /** SHA-256 of the result, so that a later run can be told to be the same to the bit. */
  digest: string;
  /** What it said, in the words of the day. */
  sentence: string;
  at: string;
}

export type ReportBlock = { id: string; kind: 'text'; text: string } | { id: string; kind: 'run'; run: string };

export interface Report {
  title: string;
  blocks: ReportBlock[];
}

/** What of a project is edited as one value, and undone as one. */
export interface ProjectParts {
  name: string;
  notes: string;
  cohorts: Cohort[];
  runs: SavedRun[];
  report: Report;
}

/** One change of a project, with what it changed before and after, so that it can be taken back and done again. */
export interface HistoryEntry {
  id: string;
  /** ISO. */
  at: string;
  /** `mapping`, `settings`, `recipe`, `model`, or a part's name. */
  kind: 'mapping' | 'settings' | 'recipe' | 'model' | keyof ProjectParts;
  /** The table of a recipe, the name of a model. */
  subject?: string;
  before: unknown;
  after: unknown;
}

/** The changes in order; `done` of them are in force, those after it were undone. */
export interface History {
  entries: HistoryEntry[];
  done: number;
}

/** A table that a template waits for: an import with these columns takes its place, with its roles and steps. */
export interface AwaitedTable {
  name: string;
  columns: { name: string; type: string }[];
  steps: RecipeStep[];
}

/** All that a project is: on disk as a generation, in a project file as its manifest. What is large is in files beside it. */
export interface ProjectDocument {
  format: number;
  /** The version of the app that wrote it. */
  app: string;
  id: string;
  name: string;
  /** ISO. */
  created: string;
  changed: string;
  tables: DocumentTable[];
  /** Statements that make what else the user's SQL has made: views and macros, in order. */
  definitions: string[];
  /** The import ledgers, as JSON. */
  ledgers: FileRef | null;
  mapping: Mapping;
  settings: Settings;
  /** Counts the changes of the tables' rows; part of the fingerprint. */
  contents: number;
  /** Each as JSON. */
  models: { name: string; model: FileRef }[];
  notes: string;
  cohorts: Cohort[];
  runs: SavedRun[];
  report: Report;
  /** The text of the SQL page. */
  query: string;
  history: History;
  awaits: AwaitedTable[];
}

/** The form that this version writes. */
export const documentFormat = 3;
