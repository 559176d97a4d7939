import type { FileRef, ProjectDocument, StoredRows } from '../../contract/document.ts';
import type { SavedModel } from '../../contract/model.ts';
import type { Mapping } from '../../contract/project.ts';
import type { Step } from './journal.ts';
import { mappedViews } from './mapping.ts';
import { rawName } from './names.ts';
import { withSettings } from './settings.ts';
import type { ProjectState, TableLedger } from './state.ts';
import { emptyState } from './state.ts';

/** Reads a file that the document names, every byte checked. */
export type ReadFile = (ref: FileRef) => Promise<Uint8Array>;

/** The steps that make a document's tables in an empty database: what was imported, then the tables. */
export const stepsOf = ({ tables }: ProjectDocument, read: ReadFile): Step[] => [
  ...tables.flatMap(({ name, recipe }): Step[] =>
    recipe ? [{ kind: 'stored', table: storedTable(name, recipe.raw, read), raw: true }] : [],
  ),
  ...tables.map((table): Step => ({ kind: 'stored', table: storedTable(table.name, table, read) })),
];

const storedTable = (name: string, { rows, columns, pieces }: StoredRows, read: ReadFile) => ({
  name,
  rows,
  columns,
  pieces: pieces.map((piece) => ({ rows: piece.rows, read: () => read(piece) })),
});

/** A project's state from its document; its tables are made by the steps of its journal. */
export async function fromDocument(document: ProjectDocument, read: ReadFile): Promise<ProjectState> {
  const state = emptyState();
  const { id, name, created, contents, notes, cohorts, runs, report, query, history, awaits } = document;
  Object.assign(state, { id, name, created, contents, notes, cohorts, runs, report, query, history, awaits });
  Object.assign(state, divideViews(document));
  state.definitions = document.definitions;
  state.settings = withSettings(state.settings, document.settings);
  state.journal.replaceAll(stepsOf(document, read));
  state.published = new Set(document.tables.filter(({ published }) => published).map((table) => table.name));
  state.ledgers = document.ledgers ? await readJson<TableLedger[]>(document.ledgers, read) : [];
  for (const { name: model, model: ref } of document.models)
    state.models.set(model, await readJson<SavedModel>(ref, read));
  for (const { name: table, recipe, ...rows } of document.tables) {
    state.kept.set(table, plainRows(rows));
    if (!recipe) continue;
    const { raw, ...kept } = recipe;
    state.recipes.set(table, kept);
    state.kept.set(rawName(table), plainRows(raw));
  }
  return state;
}

/** Views whose table a template waits for are set aside: there is nothing yet that they could read. */
function divideViews({ mapping, awaits }: ProjectDocument): Pick<ProjectState, 'mapping' | 'awaitedViews'> {
  const isAwaited = (table: string) => awaits.some(({ name }) => name === table);
  const entries = mappedViews(mapping);
  return {
    mapping: Object.fromEntries(entries.filter(([, { table }]) => !isAwaited(table))) as Mapping,
    awaitedViews: Object.fromEntries(entries.filter(([, { table }]) => isAwaited(table))) as Mapping,
  };
}

const plainRows = ({ rows, columns, pieces }: StoredRows): StoredRows => ({ rows, columns, pieces });

const readJson = async <T>(ref: FileRef, read: ReadFile): Promise<T> =>
  JSON.parse(new TextDecoder().decode(await read(ref))) as T;
