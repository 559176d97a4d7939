import { version } from '../../package.json';
import type { AnyAnalysis } from '../contract/analysis.ts';
import type { AnalysisInfo, Behold, OperationInfo, RunOptions, RunResult, StepInput } from '../contract/behold.ts';
import type { EngineRun } from '../contract/engine.ts';
import type { AnyOperation, RecipeStep } from '../contract/operation.ts';
import type { ChartTheme } from '../contract/view.ts';
import { AppError, isAbort } from '../core/errors.ts';
import { translator } from '../i18n/translate.ts';
import { jsonSchema } from './json-schema.ts';
import { driftError } from './recipes.ts';
import { missingRequirements } from './requirements.ts';
import type { Theme } from './theme.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

type Analyses = ReadonlyMap<string, AnyAnalysis>;

/** An error as the public API rejects with: the code as its name, a sentence in the project's language as its message. */
function publicError(error: unknown, sentence: (error: unknown) => string): unknown {
  if (isAbort(error) || error instanceof DOMException) return error;
  const made = new Error(sentence(error), { cause: error });
  made.name = error instanceof AppError ? error.code : 'app.unexpected';
  return made;
}

function analysisInfo(analysis: AnyAnalysis, workspace: Workspace): AnalysisInfo {
  const words = analysis.texts[workspace.locale.language] as Record<string, string>;
  return {
    id: analysis.id,
    title: words.title ?? analysis.id,
    about: words.about ?? '',
    requires: analysis.requires,
    missing: missingRequirements(analysis, workspace.dataset),
    params: jsonSchema(analysis.params),
  };
}

function runResult(analysis: AnyAnalysis, run: EngineRun, workspace: Workspace, theme: ChartTheme): RunResult {
  const language = workspace.locale.language;
  const text = translator(analysis.texts[language], language);
  const views = analysis.views(run.result, text);
  const proportion = analysis.proportion?.(run.result, text);
  return {
    ...run,
    ...(proportion && { proportion }),
    views: views.map(({ title, sentence, definition, cautions, table, chart }) => ({
      title,
      sentence,
      ...(definition !== undefined && { definition }),
      ...(cautions && { cautions }),
      table,
      ...(chart && { chart: chart(theme) }),
    })),
  };
}

function operationInfo({ id, version, group, params, texts }: AnyOperation, language: 'en' | 'zh'): OperationInfo {
  const { title = id, about = '' } = texts[language];
  return { id, version, group, title, about, params: jsonSchema(params) };
}

/** Makes the public API over the same workspace that the page uses. */
export function createBehold(
  workspace: Workspace,
  analyses: Analyses,
  operations: ReadonlyMap<string, AnyOperation>,
  theme: Theme,
): Behold {
  const { engine } = workspace;
  const find = (id: string): AnyAnalysis => {
    const analysis = analyses.get(id);
    if (!analysis) throw new AppError('app.unknown-analysis', { id });
    return analysis;
  };
  const wholeSteps = (steps: readonly StepInput[]): RecipeStep[] =>
    steps.map(({ operation, version = operations.get(operation)?.version ?? 1, params = {}, off }) => ({
      operation,
      version,
      params,
      ...(off && { off }),
    }));
  /** Each method waits for the engine, and rejects in words. */
  const method =
    <A extends unknown[], R>(work: (...args: A) => Promise<R> | R) =>
    async (...args: A): Promise<R> => {
      try {
        await engine.ready;
        return await work(...args);
      } catch (error) {
        throw publicError(error, workspace.locale.sentence);
      }
    };
  return {
    version,
    ready: engine.ready,
    import: method((files, options) => workspace.import([...files], options)),
    tables: method(() => engine.tables()),
    mapping: method(() => engine.mapping()),
    setMapping: method((mapping) => workspace.setMapping(mapping)),
    settings: method(() => engine.settings()),
    setSettings: method((settings) => workspace.setSettings(settings)),
    analyses: method(async () => {
      await workspace.refresh();
      return [...analyses.values()].map((analysis) => analysisInfo(analysis, workspace));
    }),
    run: method(async (id: string, params: object = {}, options: RunOptions = {}) => {
      const analysis = find(id);
      return runResult(analysis, await workspace.run(analysis, params, options), workspace, theme.chart);
    }),
    prepare: method(async () => {
      while (!(await engine.prepare()));
    }),
    members: method((id, params, mark, options) => workspace.members(find(id), params, mark, options)),
    population: method((condition) => engine.population(condition)),
    populationUsers: method((condition) => workspace.populationUsers(condition)),
    propertyValues: method((name, limit) => engine.propertyValues(name, limit)),
    operations: method(() =>
      Array.from(operations.values(), (operation) => operationInfo(operation, workspace.locale.language)),
    ),
    recipe: method((table) => engine.recipe(table)),
    checkRecipe: method(async (table, steps) => {
      const drifts = await engine.checkRecipe(table, wholeSteps(steps));
      return drifts.map((drift) => ({ ...drift, message: workspace.locale.sentence(driftError(drift)) }));
    }),
    previewRecipe: method((table, steps, options = {}) => workspace.previewRecipe(table, wholeSteps(steps), options)),
    setRecipe: method((table, steps, options = {}) => workspace.setRecipe(table, wholeSteps(steps), options)),
    sql: method(async (query) => {
      const [ipc, { plainRows }] = await Promise.all([workspace.query(query), import('./arrow-values.ts')]);
      return plainRows(ipc);
    }),
    save: method((options) => workspace.save(options)),
    open: method((project, options) => workspace.open(project, options)),
    erase: method(() => workspace.erase()),
    project: method(() => engine.status()),
    saved: method(() => engine.saved()),
    projects: method(() => engine.projects()),
    newProject: method(() => workspace.projects.create()),
    openProject: method((id) => workspace.projects.open(id)),
    duplicateProject: method((id) => workspace.projects.duplicate(id)),
    renameProject: method((id, name) => engine.renameProject(id, name)),
    deleteProject: method((id) => engine.deleteProject(id)),
    takeOver: method(() => engine.takeOver()),
    acceptDamage: method(() => engine.acceptDamage()),
    part: method((name) => engine.part(name)) as Behold['part'],
    setPart: method((name, value) => engine.setPart(name, value)) as Behold['setPart'],
    history: method(() => engine.history()),
    undo: method(() => engine.undo()),
    redo: method(() => engine.redo()),
  };
}

/** Puts the API where scripts find it. */
export function installBehold(behold: Behold): void {
  Object.defineProperty(globalThis, 'behold', { value: behold, configurable: true, enumerable: true });
}
