import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import * as v from 'valibot';
import type { SavedModel } from '../../contract/model.ts';
import type { Mapping, Settings } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import type { Call } from '../bridge.ts';
import { sha256 } from '../hash.ts';
import type { TableShape } from './catalog.ts';
import { gunzip, gzip } from './gzip.ts';
import type { StoredTable } from './journal.ts';
import { qualified } from './names.ts';
import type { ProjectState, TableLedger } from './state.ts';

const format = 1;
const manifestName = 'manifest.json';
/** A manifest holds no rows, but every rejected record that a ledger lists. */
const mostManifestBytes = 512 * 2 ** 20;

const column = v.object({ name: v.string(), type: v.string() });

const manifestSchema = v.object({
  format: v.literal(format),
  app: v.string(),
  tables: v.array(
    v.object({
      name: v.string(),
      file: v.string(),
      rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.hash(['sha256'])),
      columns: v.array(column),
      published: v.boolean(),
    }),
  ),
  mapping: v.record(v.string(), v.looseObject({ table: v.string() })),
  settings: v.looseObject({ zone: v.string() }),
  models: v.array(v.object({ name: v.string(), model: v.looseObject({ kind: v.string() }) })),
  ledgers: v.array(v.object({ table: v.string(), ledger: v.looseObject({ rows: v.number() }), ms: v.number() })),
});

type Manifest = v.InferOutput<typeof manifestSchema>;
type TableEntry = Manifest['tables'][number];

/** A saved project whose every byte was checked. */
export interface OpenedProject {
  tables: { stored: StoredTable; published: boolean }[];
  mapping: Mapping;
  settings: Partial<Settings>;
  models: [string, SavedModel][];
  ledgers: TableLedger[];
}

/** The whole project as one zip: a manifest, and each table as a gzipped Arrow IPC stream. */
export async function packProject(
  call: Call<DatabaseApi>,
  state: ProjectState,
  tables: readonly TableShape[],
  app: string,
): Promise<Blob> {
  const zip = new ZipWriter();
  const entries: TableEntry[] = [];
  for (const [i, table] of tables.entries()) {
    const ipc = await call('query', [selectAll(table)]);
    const file = `tables/${i + 1}.arrow.gz`;
    const published = state.published.has(table.name);
    entries.push({ ...table, file, bytes: ipc.length, sha256: await sha256(ipc), published });
    await zip.add(file, await gzip(ipc));
  }
  const manifest = { format, app, tables: entries, ...plainState(state) };
  await zip.add(manifestName, new Blob([JSON.stringify(manifest)]));
  return zip.end();
}

/** DuckDB writes an ENUM as a dictionary that it won't read again; as text it goes through, and is cast back. */
function selectAll({ name, columns }: TableShape): string {
  const wanted = columns.map((each) => {
    const quoted = duckdb.identifier(each.name);
    return each.type.includes('ENUM(') ? `CAST(${quoted} AS VARCHAR) AS ${quoted}` : quoted;
  });
  return `SELECT ${wanted.join(', ')} FROM ${qualified(name)}`;
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
  for (const entry of manifest.tables) {
    const packed = readEntry(bytes, entry.file, Infinity);
    if (!packed) throw damaged(`${entry.file} is missing`);
    const content = new Blob([packed]);
    await verify(entry, content);
    const { name, rows, columns, published } = entry;
    tables.push({ stored: { name, rows, columns, gzip: content }, published });
  }
  return { tables, ...fromManifest(manifest) };
}

/** The manifest was made by `packProject`; its schema vouches for what the engine itself reads of it. */
const fromManifest = ({ mapping, settings, models, ledgers }: Manifest): Omit<OpenedProject, 'tables'> => ({
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

async function verify(entry: TableEntry, packed: Blob): Promise<void> {
  const ipc = await gunzip(packed, entry.bytes).catch((error: unknown) => {
    throw damaged(`${entry.file}: ${String(error)}`);
  });
  const intact = ipc.length === entry.bytes && (await sha256(ipc)) === entry.sha256;
  if (!intact) throw damaged(entry.file);
}

const damaged = (detail: string): AppError => new AppError('project.damaged', { detail });
