import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import * as v from 'valibot';
import type { SavedModel } from '../../contract/model.ts';
import type { RecipeStep, StepReport } from '../../contract/operation.ts';
import type { Mapping, Settings } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import type { Call } from '../bridge.ts';
import { sha256 } from '../hash.ts';
import type { TableShape } from './catalog.ts';
import { gunzip, gzip } from './gzip.ts';
import type { StoredTable } from './journal.ts';
import { qualified, rawName } from './names.ts';
import type { ProjectState, TableLedger, TableRecipe } from './state.ts';
import { countRows, describeTable } from './stored.ts';

const format = 1;
const manifestName = 'manifest.json';
/** A manifest holds no rows, but every rejected record that a ledger lists. */
const mostManifestBytes = 512 * 2 ** 20;

const column = v.object({ name: v.string(), type: v.string() });

/** A table in the archive. */
const contentEntries = {
  name: v.string(),
  file: v.string(),
  rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.hash(['sha256'])),
  columns: v.array(column),
};

const manifestSchema = v.object({
  format: v.literal(format),
  app: v.string(),
  tables: v.array(v.object({ ...contentEntries, published: v.boolean() })),
  // Since recipes exist; a version without them opens their outcome.
  recipes: v.optional(
    v.array(
      v.object({
        steps: v.array(
          v.looseObject({ operation: v.string(), version: v.number(), params: v.record(v.string(), v.unknown()) }),
        ),
        report: v.array(v.looseObject({ touched: v.number() })),
        lost: v.record(v.string(), v.looseObject({ table: v.string() })),
        raw: v.object(contentEntries),
      }),
    ),
    [],
  ),
  mapping: v.record(v.string(), v.looseObject({ table: v.string() })),
  settings: v.looseObject({ zone: v.string() }),
  models: v.array(v.object({ name: v.string(), model: v.looseObject({ kind: v.string() }) })),
  ledgers: v.array(v.object({ table: v.string(), ledger: v.looseObject({ rows: v.number() }), ms: v.number() })),
});

type Manifest = v.InferOutput<typeof manifestSchema>;
type ContentEntry = Manifest['recipes'][number]['raw'];

/** A saved project whose every byte was checked. */
export interface OpenedProject {
  tables: { stored: StoredTable; published: boolean }[];
  /** Each with the rows that its table was imported with, under the table's name. */
  recipes: { stored: StoredTable; recipe: TableRecipe }[];
  mapping: Mapping;
  settings: Partial<Settings>;
  models: [string, SavedModel][];
  ledgers: TableLedger[];
}

/** The whole project as one zip: a manifest, and each table (of cleaned ones also what was imported) as a gzipped Arrow IPC stream. */
export async function packProject(
  call: Call<DatabaseApi>,
  state: ProjectState,
  tables: readonly TableShape[],
  app: string,
): Promise<Blob> {
  const zip = new ZipWriter();
  const entries = [];
  for (const [i, table] of tables.entries()) {
    const content = await addTable(call, zip, `tables/${i + 1}.arrow.gz`, table, table.name);
    entries.push({ ...content, published: state.published.has(table.name) });
  }
  const recipes = await addRecipes(call, zip, state);
  const manifest = { format, app, tables: entries, recipes, ...plainState(state) };
  await zip.add(manifestName, new Blob([JSON.stringify(manifest)]));
  return zip.end();
}

async function addRecipes(call: Call<DatabaseApi>, zip: ZipWriter, { recipes }: ProjectState) {
  const entries = [];
  for (const [name, recipe] of recipes) {
    const kept = rawName(name);
    const shape = { name, rows: await countRows(call, kept), columns: await describeTable(call, kept) };
    const raw = await addTable(call, zip, `raw/${entries.length + 1}.arrow.gz`, shape, kept);
    entries.push({ ...recipe, raw });
  }
  return entries;
}

/** `kept`: the name under which the schema main has the table's rows. */
async function addTable(
  call: Call<DatabaseApi>,
  zip: ZipWriter,
  file: string,
  { name, rows, columns }: TableShape,
  kept: string,
): Promise<ContentEntry> {
  const ipc = await call('query', [selectAll(columns, kept)]);
  const entry = { name, rows, columns, file, bytes: ipc.length, sha256: await sha256(ipc) };
  await zip.add(file, await gzip(ipc));
  return entry;
}

/** DuckDB writes an ENUM as a dictionary that it won't read again; as text it goes through, and is cast back. */
function selectAll(columns: TableShape['columns'], kept: string): string {
  const wanted = columns.map((each) => {
    const quoted = duckdb.identifier(each.name);
    return each.type.includes('ENUM(') ? `CAST(${quoted} AS VARCHAR) AS ${quoted}` : quoted;
  });
  return `SELECT ${wanted.join(', ')} FROM ${qualified(kept)}`;
}

const plainState = ({ mapping, settings, models, ledgers }: ProjectState) => ({
  mapping,
  settings,
  models: Array.from(models, ([name, model]) => ({ name, model })),
  ledgers,
});

/** Entries are stored as they are (tables are gzipped already, natively and off the main thread), in pieces. */
class ZipWriter {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  readonly #zip = new Zip((error, part) => {
    if (error) throw error;
    this.#parts.push(part as Uint8Array<ArrayBuffer>);
  });

  async add(name: string, content: Blob): Promise<void> {
    const entry = new ZipPassThrough(name);
    this.#zip.add(entry);
    const reader = content.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) entry.push(part.value);
    entry.push(new Uint8Array(0), true);
  }

  end(): Blob {
    this.#zip.end();
    return new Blob(this.#parts, { type: 'application/zip' });
  }
}

/**
 * Reads a saved project and checks every hash and size. Throws `project.not-a-project`, `project.newer` or
 * `project.damaged`; touches nothing.
 */
export async function unpackProject(file: Blob): Promise<OpenedProject> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const manifest = parseManifest(readEntry(bytes, manifestName, mostManifestBytes));
  const tables = [];
  for (const entry of manifest.tables)
    tables.push({ stored: await readTable(bytes, entry), published: entry.published });
  const recipes = [];
  for (const entry of manifest.recipes) {
    if (!tables.some(({ stored }) => stored.name === entry.raw.name)) throw damaged(`${entry.raw.file}: no table`);
    recipes.push({ stored: await readTable(bytes, entry.raw), recipe: recipeOf(entry) });
  }
  return { tables, recipes, ...fromManifest(manifest) };
}

async function readTable(zip: Uint8Array, entry: ContentEntry): Promise<StoredTable> {
  const packed = readEntry(zip, entry.file, Infinity);
  if (!packed) throw damaged(`${entry.file} is missing`);
  const content = new Blob([packed]);
  await verify(entry, content);
  const { name, rows, columns } = entry;
  return { name, rows, columns, gzip: content };
}

const recipeOf = ({ steps, report, lost }: Manifest['recipes'][number]): TableRecipe => ({
  steps: steps as unknown as RecipeStep[],
  report: report as unknown as StepReport[],
  lost: lost as unknown as Mapping,
});

/** The manifest was made by `packProject`; its schema vouches for what the engine itself reads of it. */
const fromManifest = ({ mapping, settings, models, ledgers }: Manifest): Omit<OpenedProject, 'tables' | 'recipes'> => ({
  mapping: mapping as unknown as Mapping,
  settings: settings as Partial<Settings>,
  models: models.map(({ name, model }) => [name, model as unknown as SavedModel]),
  ledgers: ledgers as unknown as TableLedger[],
});

/** Only stored entries: a packed one might unfold to anything. */
function readEntry(zip: Uint8Array, name: string, most: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    const found = unzipSync(zip, {
      filter: (entry) => entry.name === name && entry.compression === 0 && entry.originalSize <= most,
    });
    return found[name] as Uint8Array<ArrayBuffer> | undefined;
  } catch (error) {
    throw new AppError('project.not-a-project', {}, { cause: error });
  }
}

function parseManifest(bytes: Uint8Array | undefined): Manifest {
  if (!bytes) throw new AppError('project.not-a-project');
  const manifest = parseJson(bytes) as { format?: unknown } | null;
  if (typeof manifest?.format !== 'number') throw new AppError('project.not-a-project');
  if (manifest.format > format) throw new AppError('project.newer', { format: manifest.format, known: format });
  const parsed = v.safeParse(manifestSchema, manifest);
  if (!parsed.success) throw damaged(`${manifestName}: ${v.getDotPath(parsed.issues[0]) ?? ''}`);
  return parsed.output;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged(manifestName);
  }
}

async function verify(entry: ContentEntry, packed: Blob): Promise<void> {
  const ipc = await gunzip(packed, entry.bytes).catch((error: unknown) => {
    throw damaged(`${entry.file}: ${String(error)}`);
  });
  const intact = ipc.length === entry.bytes && (await sha256(ipc)) === entry.sha256;
  if (!intact) throw damaged(entry.file);
}

const damaged = (detail: string): AppError => new AppError('project.damaged', { detail });
