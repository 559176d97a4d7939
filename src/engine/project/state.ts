import type { Ledger } from '../../contract/import.ts';
import type { SavedModel } from '../../contract/model.ts';
import type { RecipeStep, StepReport } from '../../contract/operation.ts';
import type { Mapping, Settings } from '../../contract/project.ts';
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
}

export const emptyState = (): ProjectState => ({
  journal: new Journal(),
  mapping: {},
  settings: defaultSettings,
  models: new Map(),
  ledgers: [],
  recipes: new Map(),
  published: new Set(),
  contents: 0,
});
