import type { Migration, Plain } from './migration.ts';

/**
 * From the first project file to the document. What lay in the manifest and is a file now (the rows' pieces, models,
 * ledgers) was taken out before, by `archive/form-1.ts`.
 */
export const from1To2: Migration = (older, { id, now }) => {
  const tables = (older['tables'] ?? []) as Plain[];
  const recipes = new Map(((older['recipes'] ?? []) as Plain[]).map((recipe) => [nameOfRaw(recipe), recipe]));
  return {
    format: 2,
    app: older['app'],
    id,
    name: tables[0]?.['name'] ?? 'Project',
    created: now,
    changed: now,
    tables: tables.map((table) => withRecipe(table, recipes.get(table['name']))),
    definitions: [],
    ledgers: older['ledgers'] ?? null,
    mapping: older['mapping'],
    settings: {
      zone: 'UTC',
      weekStart: 'monday',
      language: 'en',
      sessionGapMinutes: 30,
      ...(older['settings'] as Plain),
    },
    contents: 0,
    models: older['models'] ?? [],
    notes: '',
    cohorts: [],
    runs: [],
    report: { title: '', blocks: [] },
    query: '',
    history: { entries: [], done: 0 },
    awaits: [],
  };
};

const nameOfRaw = (recipe: Plain): unknown => (recipe['raw'] as Plain)['name'];

function withRecipe({ name, published, rows, columns, pieces }: Plain, recipe: Plain | undefined): Plain {
  const table = { name, published, rows, columns, pieces };
  if (!recipe) return table;
  const { steps, report, lost } = recipe;
  const raw = recipe['raw'] as Plain;
  return {
    ...table,
    recipe: { steps, report, lost, raw: { rows: raw['rows'], columns: raw['columns'], pieces: raw['pieces'] } },
  };
}
