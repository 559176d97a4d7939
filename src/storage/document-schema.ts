import * as v from 'valibot';
import type { ProjectDocument } from '../contract/document.ts';
import { documentFormat } from '../contract/document.ts';
import { isTypeName } from './type-name.ts';

/** More than any project has; what claims more was made to do harm. */
const mostTables = 10_000;
const mostColumns = 100_000;
const mostPieces = 200_000;
const mostItems = 100_000;
const mostName = 100_000;
const mostText = 50_000_000;

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const date = v.pipe(
  text(100),
  v.check((value) => !Number.isNaN(Date.parse(value)), 'not a date'),
);
const list = <S extends v.GenericSchema>(item: S, most = mostItems) => v.pipe(v.array(item), v.maxLength(most));
const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** DuckDB ignores the case of ASCII letters alone. */
const folded = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const fileEntries = (kind: 'arrow' | 'json') => ({
  file: v.pipe(v.string(), v.regex(kind === 'arrow' ? /^data\/[0-9a-f]{64}\.arrow$/ : /^data\/[0-9a-f]{64}\.json$/)),
  bytes: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const isNamedByHash = ({ file, sha256 }: { file: string; sha256: string }): boolean =>
  file.slice('data/'.length, file.lastIndexOf('.')) === sha256;

const jsonFile = v.pipe(
  v.object(fileEntries('json')),
  v.check((ref) => isNamedByHash(ref), 'a file that is not named by its hash'),
);
const piece = v.pipe(
  v.object({ ...fileEntries('arrow'), rows: count }),
  v.check((ref) => isNamedByHash(ref), 'a file that is not named by its hash'),
);

const column = v.object({
  name: text(mostName),
  type: v.pipe(text(mostText), v.check(isTypeName, 'not a type')),
});
const columns = v.pipe(
  list(column, mostColumns),
  v.check((all) => distinct(all.map(({ name }) => folded(name))), 'two columns of one name'),
);

const rowsEntries = { rows: count, columns, pieces: list(piece, mostPieces) };
const addsUp = ({ rows, pieces }: { rows: number; pieces: { rows: number }[] }): boolean =>
  rows === pieces.reduce((sum, each) => sum + each.rows, 0);
const storedRows = v.pipe(
  v.object(rowsEntries),
  v.check((stored) => addsUp(stored), 'the pieces do not add up to the rows'),
);

const step = v.looseObject({
  operation: text(mostName),
  version: v.number(),
  params: v.record(v.string(), v.unknown()),
  off: v.optional(v.boolean()),
});
const steps = list(step);

const headline = v.looseObject({ rows: v.number() });
const stepReport = v.looseObject({
  step,
  touched: v.number(),
  before: headline,
  after: headline,
  figures: v.record(v.string(), v.number()),
  examples: v.looseObject({ columns: list(v.string()), rows: list(v.unknown()), afterColumns: list(v.string()) }),
});

const field = v.union([
  text(mostText),
  v.object({ constant: v.union([text(mostText), v.number()]) }),
  v.object({ sql: text(mostText) }),
]);
const mapping = v.record(v.string(), v.objectWithRest({ table: text(mostName) }, field));

const tableName = v.pipe(
  text(mostName),
  v.minLength(1),
  v.check((name) => !name.startsWith('__behold_'), 'a name that the app keeps for itself'),
);

const table = v.pipe(
  v.object({
    ...rowsEntries,
    name: tableName,
    published: v.boolean(),
    recipe: v.optional(v.object({ steps, report: list(stepReport), lost: mapping, raw: storedRows })),
  }),
  v.check((stored) => addsUp(stored), 'the pieces do not add up to the rows'),
);

const settings = v.looseObject({
  zone: text(1000),
  weekStart: v.picklist(['monday', 'sunday']),
  language: v.picklist(['en', 'zh']),
  sessionGapMinutes: v.pipe(v.number(), v.gtValue(0)),
});

const saved = { id: text(mostName), name: text(mostName), fingerprint: text(mostName), at: text(100) };
const cohort = v.looseObject({
  ...saved,
  rule: v.looseObject({ kind: text(mostName) }),
  label: text(mostText),
  users: v.number(),
});
const run = v.looseObject({
  ...saved,
  analysis: text(mostName),
  version: v.number(),
  params: v.record(v.string(), v.unknown()),
  seed: v.number(),
  digest: text(mostName),
  sentence: text(mostText),
});

const block = v.variant('kind', [
  v.looseObject({ id: text(mostName), kind: v.literal('text'), text: text(mostText) }),
  v.looseObject({ id: text(mostName), kind: v.literal('run'), run: text(mostName) }),
]);

const historyEntry = v.looseObject({
  id: text(mostName),
  at: date,
  kind: v.picklist(['mapping', 'settings', 'recipe', 'model', 'name', 'notes', 'cohorts', 'runs', 'report']),
  subject: v.optional(text(mostName)),
  before: v.unknown(),
  after: v.unknown(),
});
const history = v.pipe(
  v.object({ entries: list(historyEntry), done: count }),
  v.check(({ entries, done }) => done <= entries.length, 'more changes in force than there are'),
);

const plainSchema = v.object({
  format: v.literal(documentFormat),
  app: text(1000),
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/)),
  name: text(mostName),
  created: date,
  changed: date,
  tables: v.pipe(
    list(table, mostTables),
    v.check((tables) => distinct(tables.map(({ name }) => folded(name))), 'two tables of one name'),
  ),
  definitions: list(text(mostText)),
  ledgers: v.nullable(jsonFile),
  mapping,
  settings,
  contents: count,
  models: v.pipe(
    list(v.object({ name: text(mostName), model: jsonFile })),
    v.check((models) => distinct(models.map(({ name }) => name)), 'two models of one name'),
  ),
  notes: text(mostText),
  cohorts: list(cohort),
  runs: list(run),
  report: v.looseObject({ title: text(mostText), blocks: list(block) }),
  query: text(mostText),
  history,
  awaits: v.pipe(
    list(v.object({ name: tableName, columns, steps }), mostTables),
    v.check((tables) => distinct(tables.map(({ name }) => folded(name))), 'two tables of one name'),
  ),
});

function columnsOf({ tables, awaits }: v.InferOutput<typeof plainSchema>): number {
  const kept = tables.reduce((sum, each) => sum + each.columns.length + (each.recipe?.raw.columns.length ?? 0), 0);
  return awaits.reduce((sum, each) => sum + each.columns.length, kept);
}

const schema = v.pipe(
  plainSchema,
  v.check((document) => columnsOf(document) <= mostColumns, 'too many columns'),
);

/** The document, or where and why it is none. Keys that the form does not have are left out. */
export function checkDocument(plain: unknown): ProjectDocument | { fault: string } {
  const parsed = v.safeParse(schema, plain, { abortEarly: true });
  if (!parsed.success) {
    const [{ message, ...issue }] = parsed.issues;
    return { fault: `${v.getDotPath({ message, ...issue }) ?? 'document'}: ${message}`.slice(0, 300) };
  }
  // What is inside a step, a view, a rule or a saved run is plain data that its own reader checks.
  return parsed.output satisfies Record<keyof ProjectDocument, unknown> as unknown as ProjectDocument;
}
