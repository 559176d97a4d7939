import type { DocumentTable, FileRef, ProjectDocument, StoredRows } from '../../contract/document.ts';
import { documentFormat } from '../../contract/document.ts';
import type { SavedModel } from '../../contract/model.ts';
import type { TableShape } from './catalog.ts';
import { rawName } from './names.ts';
import type { ProjectState, TableLedger, TableRecipe } from './state.ts';

/** What of a project belongs together with its rows: taken when a change has come to its end, and saved as a whole. */
export interface Settled {
  tables: readonly TableShape[];
  mapping: ProjectState['mapping'];
  recipes: ReadonlyMap<string, TableRecipe>;
  published: ReadonlySet<string>;
  models: ReadonlyMap<string, SavedModel>;
  ledgers: readonly TableLedger[];
  definitions: readonly string[];
  awaits: ProjectState['awaits'];
  contents: number;
}

export const settle = (state: ProjectState, tables: readonly TableShape[]): Settled => ({
  tables,
  mapping: { ...state.awaitedViews, ...state.mapping },
  recipes: new Map(state.recipes),
  published: new Set(state.published),
  models: new Map(state.models),
  ledgers: [...state.ledgers],
  definitions: state.definitions,
  awaits: state.awaits,
  contents: state.contents,
});

/** A table of the schema main whose rows a document names. */
export interface KeptTable {
  kept: string;
  columns: TableShape['columns'];
}

/** Every table of the schema main whose rows must be kept: the user's, and what cleaned ones were imported as. */
export const tablesToKeep = ({ tables, recipes }: Settled): KeptTable[] =>
  tables.flatMap(({ name, columns, imported }) => [
    { kept: name, columns },
    ...(recipes.has(name) && imported ? [{ kept: rawName(name), columns: imported }] : []),
  ]);

/** The document of a project, once all that it names is kept. `now`: ISO. */
export function toDocument(
  state: ProjectState,
  settled: Settled,
  rowsOf: (table: string) => StoredRows,
  files: { ledgers: FileRef | null; models: { name: string; model: FileRef }[] },
  app: string,
  now: string,
): ProjectDocument {
  const { id, name, created, settings, notes, cohorts, runs, report, query, history } = state;
  const { mapping, contents, awaits, definitions } = settled;
  return {
    format: documentFormat,
    app,
    id,
    name,
    created,
    changed: now,
    tables: settled.tables.map(({ name: table }) => tableOf(table, settled, rowsOf)),
    definitions: [...definitions],
    ...files,
    mapping,
    settings,
    contents,
    notes,
    cohorts,
    runs,
    report,
    query,
    history,
    awaits,
  };
}

function tableOf(name: string, { recipes, published }: Settled, rowsOf: (table: string) => StoredRows): DocumentTable {
  const recipe = recipes.get(name);
  return {
    name,
    ...rowsOf(name),
    published: published.has(name),
    ...(recipe && { recipe: { ...recipe, raw: rowsOf(rawName(name)) } }),
  };
}
