import * as v from 'valibot';
import type { AnyOperation, Drift, RecipeStep, StepReport } from '../contract/operation.ts';
import { paramFields } from '../contract/params.ts';
import type { ParamField } from '../contract/params.ts';
import { quoteIdentifier } from '../core/quote.ts';
import { isAbort } from '../core/errors.ts';
import { translator } from '../i18n/translate.ts';
import { lasting } from './lasting.svelte.ts';
import { driftError, hasKey, newStep } from './recipes.ts';
import type { Workspace } from './workspace.svelte.ts';

type Operations = ReadonlyMap<string, AnyOperation>;
type Columns = { name: string; type: string }[];

const settle = 350;
/** A parameter that must be given is empty. */
const incomplete = 'recipe.missing-parameter';

/** The cleaning steps of one table on the page: as they are applied, as they are being edited, and what they would do. */
export class RecipeDraft {
  /** The steps being edited. */
  steps = $state.raw<readonly RecipeStep[]>([]);
  /** The steps that the table was made by. */
  applied = $state.raw<readonly RecipeStep[]>([]);
  drifts = $state.raw<readonly Drift[]>([]);
  error = $state.raw<unknown>(null);
  status = $state<'idle' | 'running' | 'applying'>('idle');
  /** The place of the step that is open. */
  open = $state(-1);
  /** The columns as they were imported. */
  imported = $state.raw<Columns>([]);

  /** What was last computed, and for which steps. */
  #reports = $state.raw<readonly StepReport[]>([]);
  #past = $state.raw<readonly (readonly RecipeStep[])[]>([]);
  #future = $state.raw<readonly (readonly RecipeStep[])[]>([]);
  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly dirty = $derived.by(() => JSON.stringify(this.steps) !== JSON.stringify(this.applied));
  readonly canUndo = $derived.by(() => this.#past.length > 0);
  readonly canRedo = $derived.by(() => this.#future.length > 0);
  /** What each step does, by its place; undefined for those that are off, don't fit, or come after one that doesn't. */
  readonly reports = $derived.by(() => this.#byPlace());

  constructor(
    readonly workspace: Workspace,
    readonly operations: Operations,
    readonly table: string,
  ) {}

  /** Reads what is applied now; steps that are being edited stay, and are tried on the new rows. */
  async refresh(): Promise<void> {
    // What is being applied is read when that is done.
    if (this.status === 'applying') return;
    const { engine } = this.workspace;
    const { steps, dirty } = this;
    this.applied = engine.recipe(this.table);
    this.imported = await this.#importedColumns();
    if (dirty || this.steps !== steps) return this.schedule(0);
    this.#settle();
  }

  /** The page shows what is applied, and what that did. */
  #settle(): void {
    const { engine } = this.workspace;
    this.applied = this.steps = engine.recipe(this.table);
    this.#reports = engine.recipeReport(this.table);
    this.drifts = [];
    this.error = null;
  }

  async #importedColumns(): Promise<Columns> {
    const { engine, tables } = this.workspace;
    if (this.applied.length === 0) return tables.find(({ name }) => name === this.table)?.columns ?? [];
    const query = `SELECT column_name AS name, column_type AS type FROM (DESCRIBE raw.${quoteIdentifier(this.table)})`;
    const [ipc, { plainRows }] = await Promise.all([engine.query(query), import('./arrow-values.ts')]);
    return plainRows(ipc) as Columns;
  }

  /** The operation of a step; undefined where this version has none of that name. */
  operation(index: number): AnyOperation | undefined {
    return this.operations.get(this.steps[index]?.operation ?? '');
  }

  fields(index: number): ParamField[] {
    const operation = this.operation(index);
    return operation ? paramFields(operation.params) : [];
  }

  /** The step in words; its title while it lacks what the sentence would name. */
  sentence(index: number): string {
    const step = this.steps[index];
    const operation = this.operation(index);
    if (!step || !operation) return step?.operation ?? '';
    const language = this.workspace.locale.language;
    const words = operation.texts[language] as Record<string, string>;
    const parsed = v.safeParse(operation.params, step.params);
    const isWhole = parsed.success && !this.driftsAt(index).some(({ reason }) => reason === incomplete);
    if (!isWhole) return words['title'] ?? operation.id;
    return operation.describe(parsed.output as never, translator(words, language)) as string;
  }

  driftsAt(index: number): Drift[] {
    return this.drifts.filter(({ step }) => step === index);
  }

  /** A drift in words, with the names that the page shows. */
  driftSentence(drift: Drift): string {
    const words = this.operation(drift.step)?.texts[this.workspace.locale.language] as
      Record<string, string> | undefined;
    const { param, operation } = drift.values;
    const values = {
      ...drift.values,
      ...(param !== undefined && { param: words?.[`param.${param}`] ?? param }),
      ...(operation !== undefined && { operation: words?.['title'] ?? operation }),
    };
    return this.workspace.locale.sentence(driftError({ ...drift, values }));
  }

  /** What is wrong with a step's parameters, by name. */
  issues(index: number): Record<string, string> {
    const operation = this.operation(index);
    if (!operation) return {};
    const parsed = v.safeParse(operation.params, this.steps[index]?.params, { lang: this.workspace.locale.language });
    if (parsed.success) return {};
    return Object.fromEntries(
      parsed.issues.map((issue) => [String(issue.path?.[0]?.key ?? ''), issue.message] as const),
    );
  }

  /** The names that a step finds, by hint: columns, columns of a type, other tables and their columns. */
  suggestions(index: number): Record<string, string[]> {
    const columns = this.#columnsAt(index);
    const { tables } = this.workspace;
    const others = tables.filter(({ name }) => name !== this.table);
    const chosen = others.find(({ name }) => name === this.steps[index]?.params['table']);
    const ofType = (pattern: RegExp) => columns.filter((name) => this.#mayBe(name, pattern));
    return {
      column: columns,
      'column:text': ofType(/^(VARCHAR|ENUM|UUID)/),
      'column:number': ofType(/INT|DOUBLE|FLOAT|DECIMAL/),
      'column:time': ofType(/^(TIMESTAMP|DATE)/),
      table: others.map(({ name }) => name),
      'table-column': chosen?.columns.map(({ name }) => name) ?? [],
    };
  }

  /** The columns that the steps before leave to a step. */
  #columnsAt(index: number): string[] {
    const before = this.reports.slice(0, index).findLast((report) => report !== undefined);
    return before?.examples.afterColumns ?? this.imported.map(({ name }) => name);
  }

  /** A step on the way may have changed the type: what is not known to be another one is offered. */
  #mayBe(name: string, pattern: RegExp): boolean {
    const outcome = this.workspace.tables.find((table) => table.name === this.table)?.columns ?? [];
    const known = [...this.imported, ...outcome].filter((column) => column.name === name);
    return known.length === 0 || known.some(({ type }) => pattern.test(type));
  }

  add(operation: AnyOperation): void {
    this.change([...this.steps, newStep(operation, v.getDefaults(operation.params) as Record<string, unknown>)]);
    this.open = this.steps.length - 1;
  }

  set(index: number, name: string, value: unknown): void {
    this.#edit(index, (step) => ({ ...step, params: { ...step.params, [name]: value } }));
  }

  toggle(index: number): void {
    this.#edit(index, ({ off, ...step }) => (off ? step : { ...step, off: true }));
  }

  remove(index: number): void {
    this.change(this.steps.filter((_, other) => other !== index));
    this.open = this.open === index ? -1 : this.open > index ? this.open - 1 : this.open;
  }

  /** Moves a step up (-1) or down (1); the one that was open stays so. */
  move(index: number, by: number): void {
    const target = index + by;
    if (target < 0 || target >= this.steps.length) return;
    const moved = [...this.steps];
    moved.splice(target, 0, ...moved.splice(index, 1));
    this.change(moved);
    if (this.open === index) this.open = target;
    else if (this.open === target) this.open = index;
  }

  #edit(index: number, edit: (step: RecipeStep) => RecipeStep): void {
    this.change(this.steps.map((step, other) => (other === index ? edit(step) : step)));
  }

  /** Takes other steps in; they can be undone. */
  change(steps: readonly RecipeStep[]): void {
    this.#past = [...this.#past, this.steps];
    this.#future = [];
    this.#show(steps);
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.steps, ...this.#future];
    this.#show(before);
  }

  redo(): void {
    const [next, ...rest] = this.#future;
    if (!next) return;
    this.#future = rest;
    this.#past = [...this.#past, this.steps];
    this.#show(next);
  }

  /** Back to what is applied. */
  discard(): void {
    this.change(this.applied);
    this.open = -1;
  }

  #show(steps: readonly RecipeStep[]): void {
    this.steps = steps;
    if (this.open >= steps.length) this.open = -1;
    this.schedule();
  }

  schedule(after = settle): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.#timer = setTimeout(() => void this.preview(), after);
  }

  /** Finds where the steps don't fit, and tries those before that place. An earlier try is cancelled. */
  async preview(): Promise<void> {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    const controller = (this.#controller = new AbortController());
    const { steps, table } = this;
    const { engine } = this.workspace;
    const isLatest = () => controller === this.#controller;
    this.status = 'running';
    this.error = null;
    try {
      const drifts = await engine.checkRecipe(table, steps);
      if (!isLatest()) return;
      this.drifts = drifts;
      const fitting = steps.slice(0, drifts[0]?.step ?? steps.length);
      const { signal } = controller;
      const reports = fitting.some(({ off }) => !off) ? await engine.previewRecipe(table, fitting, { signal }) : [];
      if (isLatest()) this.#reports = reports;
    } catch (error) {
      if (isLatest() && !isAbort(error)) this.error = error;
    } finally {
      if (isLatest()) this.status = 'idle';
    }
  }

  /** Cancels a try that is under way; true if there was one. */
  stop(): boolean {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    return this.status === 'running';
  }

  /** Makes the table by the steps on the page. What is edited meanwhile stays, and is tried afterwards. */
  async apply(): Promise<void> {
    this.stop();
    this.#controller = null;
    this.status = 'applying';
    this.error = null;
    const { steps } = this;
    try {
      await this.workspace.setRecipe(this.table, steps);
      this.applied = this.workspace.engine.recipe(this.table);
      this.imported = await this.#importedColumns();
      if (this.steps === steps) this.#settle();
      else this.schedule(0);
    } catch (error) {
      if (!isAbort(error)) this.error = error;
    } finally {
      if (this.status === 'applying') this.status = 'idle';
    }
  }

  /** Forgets what was being edited. */
  clear(): void {
    this.stop();
    this.#controller = null;
    this.#past = this.#future = this.#reports = this.drifts = [];
    this.applied = this.steps = [];
    this.error = null;
    this.status = 'idle';
    this.open = -1;
  }

  #byPlace(): (StepReport | undefined)[] {
    const left = [...this.#reports];
    const stop = this.drifts[0]?.step ?? Infinity;
    return this.steps.map((step, i) => {
      if (step.off || i >= stop || left[0]?.step.operation !== step.operation) return undefined;
      return left.shift();
    });
  }
}

/** The drafts of the page by table, so that coming back finds the steps where they were left. */
export class Recipes {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a draft's own fields are what is shown
  readonly #byTable = new Map<string, RecipeDraft>();

  constructor(
    readonly workspace: Workspace,
    readonly operations: Operations,
  ) {}

  of(table: string): RecipeDraft {
    const known = this.#byTable.get(table);
    if (known) return known;
    const made = lasting(() => new RecipeDraft(this.workspace, this.operations, table));
    this.#byTable.set(table, made);
    return made;
  }

  /** Forgets what was being edited. The drafts themselves stay, as one may be on the page. */
  clear(): void {
    for (const draft of this.#byTable.values()) draft.clear();
  }

  /** True where a table's steps hold a key: a saved project then carries it, beside the rows as they were. */
  get holdKeys(): boolean {
    const { engine, tables } = this.workspace;
    return tables.some(({ name }) => hasKey(engine.recipe(name), this.operations));
  }
}
