import type { Notice } from '../../contract/import.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Scope } from '../../contract/population.ts';
import type { Dataset, Mapping, ViewName } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import type { Call } from '../bridge.ts';
import { scopeEnd } from '../../features/population.ts';
import { keyOf } from '../hash.ts';
import type { TableShape } from './catalog.ts';
import { readCatalog } from './catalog.ts';
import { readDataset, readScoped } from './dataset.ts';
import { checkMapping, makeViews, mappedViews, withoutLost } from './mapping.ts';
import { figureSettings } from './settings.ts';
import type { ProjectState } from './state.ts';

/** Datasets under scopes that are remembered. */
const mostScopes = 16;

/** What is known of the database's tables and views, read once after each change. */
export class Tables {
  readonly #call: Call<DatabaseApi>;
  readonly #state: () => ProjectState;
  #catalog: Promise<TableShape[]> | null = null;
  /** The names in the order in which they came: a table that is made anew keeps its place. */
  #places: string[] = [];
  #dataset: { key: string; value: Promise<Dataset> } | null = null;
  /** Under scopes, by the key of data and scope; the one asked for least lately first. */
  readonly #scoped = new Map<string, Promise<Dataset>>();

  constructor(call: Call<DatabaseApi>, state: () => ProjectState) {
    this.#call = call;
    this.#state = state;
  }

  /** To be called after every change of a table. */
  forget(): void {
    this.#catalog = null;
  }

  /** For another project's tables. */
  reset(): void {
    this.#places = [];
    this.forget();
  }

  catalog(): Promise<TableShape[]> {
    if (this.#catalog) return this.#catalog;
    const reading = readCatalog(this.#call).then((shapes) => this.#inPlace(shapes));
    this.#catalog = reading;
    reading.catch(() => this.#catalog === reading && this.forget());
    return reading;
  }

  #inPlace(shapes: readonly TableShape[]): TableShape[] {
    const byName = new Map(shapes.map((shape) => [shape.name, shape]));
    const known = this.#places.filter((name) => byName.has(name));
    this.#places = [...new Set([...known, ...byName.keys()])];
    return this.#places.map((name) => byName.get(name)!);
  }

  /** The same text as long as no figure can have changed. Tables that runs made count only where they are mapped. */
  async fingerprint(): Promise<string> {
    const { published, mapping, settings, contents } = this.#state();
    const mapped = new Set(mappedViews(mapping).map(([, view]) => view.table));
    const tables = (await this.catalog()).filter(({ name }) => mapped.has(name) || !published.has(name));
    return keyOf({ tables, mapping, settings: figureSettings(settings), contents });
  }

  async dataset(): Promise<Dataset> {
    const { mapping, settings } = this.#state();
    const key = await this.fingerprint();
    if (this.#dataset?.key !== key) {
      const value = this.catalog().then((tables) => readDataset(this.#call, key, mapping, settings, tables));
      this.#dataset = { key, value };
      value.catch(() => (this.#dataset = null));
    }
    return { ...(await this.#dataset.value), settings };
  }

  /** The dataset as it is under a scope, by a dialect that stands under it. `meant`: what the scope is today. */
  async datasetUnder(meant: Scope, sql: Dialect): Promise<Dataset> {
    const whole = await this.dataset();
    const key = await keyOf([whole.fingerprint, meant]);
    const value = this.#scoped.get(key) ?? readScoped(this.#call, whole, sql, scopeEnd(meant, whole));
    this.#scoped.delete(key);
    this.#scoped.set(key, value);
    value.catch(() => this.#scoped.get(key) === value && this.#scoped.delete(key));
    const oldest = this.#scoped.keys().next();
    if (this.#scoped.size > mostScopes && !oldest.done) this.#scoped.delete(oldest.value);
    return { ...(await value), settings: whole.settings };
  }

  /** Checks a mapping and makes its views; where that fails the old views stay. */
  async apply(mapping: Mapping): Promise<void> {
    const tables = await this.catalog();
    await checkMapping(this.#call, mapping, tables);
    try {
      await makeViews(this.#call, mapping, tables);
    } catch (error) {
      await makeViews(this.#call, this.#state().mapping, tables);
      throw asMappingError(error);
    }
    this.#state().mapping = mapping;
  }

  /** Drops the views whose table or columns are gone; says which. `call`: the fresh database's, while it is brought back. */
  async dropLost(tell: (notice: Notice) => void, call = this.#call): Promise<void> {
    const tables = call === this.#call ? await this.catalog() : await readCatalog(call);
    const state = this.#state();
    const { mapping, lost } = withoutLost(state.mapping, tables);
    const tableOf = (view: ViewName) => state.mapping[view]?.table ?? '';
    for (const view of lost) tell({ code: 'mapping.view-lost', values: { view, table: tableOf(view) } });
    state.mapping = mapping;
    await makeViews(call, mapping, tables).catch(async (error: unknown) => {
      if (!(error instanceof AppError) || !error.code.startsWith('sql.')) throw error;
      // One view that can't be made any more takes the others with it; better none than a project that won't open.
      for (const [view, { table }] of mappedViews(mapping))
        tell({ code: 'mapping.view-lost', values: { view, table } });
      state.mapping = {};
      await makeViews(call, {}, tables);
    });
  }
}

/** What passed the check by itself may still fail as a view, as an aggregate does. */
function asMappingError(error: unknown): unknown {
  if (!(error instanceof AppError) || !error.code.startsWith('sql.')) return error;
  return new AppError('mapping.bad-view', { message: String(error.values['message']) }, { cause: error });
}
