import type { AwaitedTable, Cohort, History, Report, SavedRun } from '../../contract/document.ts';
import type { Ledger } from '../../contract/import.ts';
import type { SavedModel } from '../../contract/model.ts';
import type { RecipeStep, StepReport } from '../../contract/operation.ts';
import type { Mapping, Settings } from '../../contract/project.ts';
import { KeptRows } from './kept-rows.ts';
import { Journal } from './journal.ts';
import { defaultSettings } from './settings.ts';

/** The ledger of one file that went into a table; its warnings are put into words when they are asked for. */
export interface TableLedger {
  table: string;
  ledger: Ledger;
  ms: number;
}

/** The cleaning steps of one table. */
export interface TableRecipe {
  steps: RecipeStep[];
  /** What each step did when it was last run. */
  report: StepReport[];
  /** The views that rested on columns which the steps took away; they come back with the columns. */
  lost: Mapping;
}

/** All that a project is, but for the rows in the database. */
export interface ProjectState {
  id: string;
  name: string;
  /** ISO. */
  created: string;
  journal: Journal;
  mapping: Mapping;
  settings: Settings;
  models: Map<string, SavedModel>;
  ledgers: TableLedger[];
  /** By table; one without steps has none. */
  recipes: Map<string, TableRecipe>;
  /** The tables that runs made, which a later run may replace. */
  published: Set<string>;
  /** Raised whenever a statement or an import may have changed a table's rows. */
  contents: number;
  notes: string;
  cohorts: Cohort[];
  runs: SavedRun[];
  report: Report;
  /** The text of the SQL page. */
  query: string;
  history: History;
  /** Tables that a template waits for, and the views that will rest on them. */
  awaits: AwaitedTable[];
  awaitedViews: Mapping;
  /** Statements that make what else the user's SQL has made. */
  definitions: string[];
  /** The tables whose rows are on disk as they are in the database, by their names in the schema main. */
  kept: KeptRows;
}

export const emptyState = (): ProjectState => ({
  id: crypto.randomUUID(),
  name: '',
  created: new Date().toISOString(),
  journal: new Journal(),
  mapping: {},
  settings: defaultSettings,
  models: new Map(),
  ledgers: [],
  recipes: new Map(),
  published: new Set(),
  contents: 0,
  notes: '',
  cohorts: [],
  runs: [],
  report: { title: '', blocks: [] },
  query: '',
  history: { entries: [], done: 0 },
  awaits: [],
  awaitedViews: {},
  definitions: [],
  kept: new KeptRows(),
});
