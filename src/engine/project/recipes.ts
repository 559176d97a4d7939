import type { JobOptions } from '../../contract/engine.ts';
import type { Notice } from '../../contract/import.ts';
import type { Drift, RecipeStep, StepReport } from '../../contract/operation.ts';
import type { Mapping } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError, isAbort } from '../../core/errors.ts';
import type { Call } from '../bridge.ts';
import type { Caller } from '../caller.ts';
import { readCatalog } from './catalog.ts';
import { discard, dropHidden } from './importer.ts';
import type { Step } from './journal.ts';
import { mappedViews } from './mapping.ts';
import { checkSteps } from './recipe-check.ts';
import { baseRelation } from './recipe-relation.ts';
import type { RecipeContext, RecipeOutcome } from './recipe-run.ts';
import { readySteps, runRecipe } from './recipe-run.ts';
import type { Operations } from './recipe-steps.ts';
import { dropRawStatements, importedTable, hasRaw, putBack, putOutcome } from './recipe-table.ts';
import type { ProjectState } from './state.ts';
import type { Tables } from './tables.ts';

/** What recipes need of the engine that they belong to. */
export interface RecipeProject {
  database: Caller<DatabaseApi>;
  tables: Tables;
  operations: Operations;
  state: () => ProjectState;
  tell: (notice: Notice) => void;
}

/** The cleaning steps of a project's tables: shown, checked, tried, taken and taken back. */
export class Recipes {
  readonly #project: RecipeProject;

  constructor(project: RecipeProject) {
    this.#project = project;
  }

  steps(table: string): RecipeStep[] {
    return structuredClone(this.#project.state().recipes.get(table)?.steps ?? []);
  }

  report(table: string): StepReport[] {
    return structuredClone(this.#project.state().recipes.get(table)?.report ?? []);
  }

  /** Where these steps don't fit the table as imported. */
  async check(table: string, steps: readonly RecipeStep[]): Promise<Drift[]> {
    await this.#require(table);
    const { call } = this.#project.database;
    const base = await baseRelation(call, table, await importedTable(call, table));
    return checkSteps(await this.#context(call, table), base, steps);
  }

  /** Takes the steps and lets their outcome go again; tells what each did. */
  preview(table: string, steps: readonly RecipeStep[], job: JobOptions = {}): Promise<StepReport[]> {
    return this.#inOneDatabase(async (call) => {
      const { hidden, reports } = await this.#run(call, table, steps, job);
      await dropHidden(call, [hidden]);
      return reports;
    });
  }

  /** Makes the table anew by these steps. Where it fails or is cancelled, everything is as it was. */
  async set(table: string, steps: readonly RecipeStep[], job: JobOptions = {}): Promise<StepReport[]> {
    const done = await this.#inOneDatabase((call) => this.#make(call, table, steps, job));
    const state = this.#project.state();
    const lost = state.recipes.get(table)?.lost ?? {};
    state.journal.addRecipe(table, done.steps);
    if (done.steps.length > 0) state.recipes.set(table, { steps: done.steps, report: done.reports, lost });
    else state.recipes.delete(table);
    state.contents++;
    this.#project.tables.forget();
    await this.#renewViews(table, lost);
    return this.report(table);
  }

  /**
   * Runs a table's recipe again after rows were added to what was imported. A failure ends the database, which comes back without
   * those rows, as long as the journal does not know of them: call it first.
   */
  async rerun(table: string): Promise<void> {
    const recipe = this.#project.state().recipes.get(table);
    if (!recipe) return;
    const { database } = this.#project;
    const starts = database.starts;
    try {
      const { reports } = await this.#inOneDatabase((call) => this.#make(call, table, recipe.steps, {}));
      recipe.report = reports;
    } catch (error) {
      if (database.starts === starts) database.end();
      throw error;
    }
  }

  /** The step that makes a table's outcome again, for the journal; to be added after what was imported. */
  remember(table: string): void {
    const { recipes, journal } = this.#project.state();
    const recipe = recipes.get(table);
    if (recipe) journal.addRecipe(table, recipe.steps);
  }

  /**
   * Takes the steps again over a table that took another's place: next month's file. Where they no longer fit, they stay in the list
   * switched off, and what doesn't fit is told.
   */
  async again(table: string, steps: readonly RecipeStep[]): Promise<void> {
    if (steps.length === 0) return;
    try {
      await this.set(table, steps);
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('recipe.')) throw error;
      const off = steps.map((step) => ({ ...step, off: true }));
      await this.set(table, off);
      const { step = 0, column, message } = error.values;
      const detail = String(column ?? message ?? error.values['table'] ?? error.code);
      this.#project.tell({ code: 'recipe.no-longer-fits', values: { table, step, detail } });
    }
  }

  /** Forgets a table's recipe and drops what was imported; gives the statements that did. */
  async drop(table: string): Promise<string[]> {
    if (!this.#project.state().recipes.delete(table)) return [];
    const statements = dropRawStatements(table);
    for (const sql of statements) await this.#project.database.call('query', [sql]);
    return statements;
  }

  /** After a user's statement: recipes of tables that are gone go too, and are told. */
  async forgetLost(): Promise<void> {
    const { state, tables, tell } = this.#project;
    const names = new Set((await tables.catalog()).map(({ name }) => name));
    for (const table of [...state().recipes.keys()]) {
      if (names.has(table)) continue;
      for (const sql of await this.drop(table)) state().journal.add({ kind: 'statement', sql });
      tell({ code: 'recipe.lost', values: { table } });
    }
  }

  /** Takes a recipe of the journal again, in a fresh database; nothing is measured, as its report is kept. */
  async replay(call: Call<DatabaseApi>, { table, steps }: Extract<Step, { kind: 'recipe' }>): Promise<void> {
    if (steps.length === 0) {
      if (await hasRaw(call, table)) await putBack(call, table);
      return;
    }
    const base = await baseRelation(call, table, await importedTable(call, table));
    const context = { ...(await this.#context(call, table)), mapping: null };
    await putOutcome(call, table, (await runRecipe(context, base, steps)).hidden);
  }

  /** After a restart: recipes that could not be taken again are no more. */
  async keepReplayed(call: Call<DatabaseApi>): Promise<void> {
    const { recipes } = this.#project.state();
    for (const table of [...recipes.keys()]) if (!(await hasRaw(call, table))) recipes.delete(table);
  }

  async #make(
    call: Call<DatabaseApi>,
    table: string,
    steps: readonly RecipeStep[],
    job: JobOptions,
  ): Promise<Pick<RecipeOutcome, 'steps' | 'reports'>> {
    if (steps.length === 0) {
      await this.#require(table);
      if (await hasRaw(call, table)) await putBack(call, table);
      return { steps: [], reports: [] };
    }
    const outcome = await this.#run(call, table, steps, job);
    try {
      await putOutcome(call, table, outcome.hidden);
    } catch (error) {
      await discard(call, [outcome.hidden], error);
      throw error;
    }
    return outcome;
  }

  async #run(
    call: Call<DatabaseApi>,
    table: string,
    steps: readonly RecipeStep[],
    job: JobOptions,
  ): Promise<RecipeOutcome> {
    await this.#require(table);
    const context = await this.#context(call, table);
    readySteps(steps, context);
    const base = await baseRelation(call, table, await importedTable(call, table));
    return runRecipe(context, base, steps, job);
  }

  async #context(call: Call<DatabaseApi>, table: string): Promise<RecipeContext> {
    const { operations, state, database, tables } = this.#project;
    const catalog = call === database.call ? await tables.catalog() : await readCatalog(call);
    const { mapping, settings, recipes } = state();
    const lost = recipes.get(table)?.lost.events;
    return {
      call,
      operations,
      language: settings.language,
      tables: catalog.filter(({ name }) => name !== table).map(({ name, columns }) => ({ name, columns })),
      mapping: lost && !mapping.events ? { ...mapping, events: lost } : mapping,
    };
  }

  async #require(table: string): Promise<void> {
    const catalog = await this.#project.tables.catalog();
    if (!catalog.some(({ name }) => name === table)) throw new AppError('engine.unknown-table', { table });
  }

  /** A database that dies on the way takes the hidden tables with it: what follows then means nothing in the next one. */
  async #inOneDatabase<T>(work: (call: Call<DatabaseApi>) => Promise<T>): Promise<T> {
    const { database } = this.#project;
    await database.start();
    const starts = database.starts;
    try {
      return await work(database.call);
    } catch (error) {
      if (database.starts !== starts && !isAbort(error))
        throw new AppError('worker.died', { worker: 'database' }, { cause: error });
      throw error;
    }
  }

  /** Views whose columns are gone are dropped and remembered; those whose columns are back come back. */
  async #renewViews(table: string, lostBefore: Mapping): Promise<void> {
    const { tables, state, tell } = this.#project;
    const before = state().mapping;
    await tables.dropLost(tell);
    const gone = mappedViews(before).filter(([view]) => !state().mapping[view]);
    const lost = { ...Object.fromEntries(gone), ...lostBefore } as Mapping;
    for (const [view, entry] of mappedViews(lost)) {
      if (entry.table !== table || state().mapping[view]) continue;
      const back = await this.#tryView({ ...state().mapping, [view]: entry } as Mapping);
      if (back) delete lost[view];
    }
    const recipe = state().recipes.get(table);
    if (recipe) recipe.lost = lost;
  }

  async #tryView(mapping: Mapping): Promise<boolean> {
    try {
      await this.#project.tables.apply(mapping);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code.startsWith('mapping.')) return false;
      throw error;
    }
  }
}
