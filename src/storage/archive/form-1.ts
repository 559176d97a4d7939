import * as v from 'valibot';
import type { FileRef, TablePiece } from '../../contract/document.ts';
import { countArrowRows, cutArrowStream } from '../../data/arrow-stream.ts';
import type { Plain } from '../migrations/index.ts';
import { checkRows, readJsonPart } from './contents.ts';
import { damaged } from '../damaged.ts';
import { manifestName } from './entries.ts';
import type { Put } from './put.ts';
import { readContent } from './read-content.ts';
import type { ZipReader } from './zip-reader.ts';

/** A table was one stream of any length; cut to this, as today's pieces are. */
const pieceBytes = 64 << 20;
/** What the engine can hand out at once. */
const mostTableBytes = 2 ** 31;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const content = v.looseObject({
  name: v.string(),
  file: v.pipe(v.string(), v.regex(/^(tables|raw)\/[1-9]\d{0,5}\.arrow\.gz$/)),
  rows: count,
  bytes: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** What is read of a manifest of form 1 before its migration; the rest is checked behind it. */
const schema = v.looseObject({
  tables: v.array(content),
  recipes: v.optional(v.array(v.looseObject({ raw: content })), []),
  models: v.array(v.object({ name: v.string(), model: v.unknown() })),
  ledgers: v.array(v.unknown()),
});

type Manifest = v.InferOutput<typeof schema>;
type Content = v.InferOutput<typeof content>;

/**
 * Takes out of a project file of form 1 what is a file of its own now: each table's rows become pieces, and the models and
 * ledgers that lay in the manifest become JSON files. Resolves with the manifest that names them, ready to be migrated.
 */
export async function unpackForm1(zip: ZipReader, manifest: Plain, put: Put): Promise<Plain> {
  const checked = parse(manifest);
  const { tables, recipes, models, ledgers } = checked;
  checkNames(zip, checked);
  return {
    ...manifest,
    tables: await inTurn(tables, async (table) => ({ ...table, pieces: await piecesOf(zip, table, put) })),
    recipes: await inTurn(recipes, async (recipe) => ({
      ...recipe,
      raw: { ...recipe.raw, pieces: await piecesOf(zip, recipe.raw, put) },
    })),
    models: await inTurn(models, async ({ name, model }) => ({ name, model: await keep(model, 'model', name, put) })),
    ledgers: ledgers.length > 0 ? await keep(ledgers, 'ledgers', '', put) : null,
  };
}

function parse(manifest: Plain): Manifest {
  const parsed = v.safeParse(schema, manifest, { abortEarly: true });
  if (!parsed.success) throw damaged(`${manifestName}: ${v.getDotPath(parsed.issues[0]) ?? ''}`);
  return parsed.output;
}

function checkNames(zip: ZipReader, { tables, recipes }: Manifest): void {
  const names = new Set(tables.map(({ name }) => name));
  const lost = recipes.find(({ raw }) => !names.delete(raw.name));
  if (lost) throw damaged(`${lost.raw.file}: no table`);
  zip.expectOnly(new Set([manifestName, ...[...tables, ...recipes.map(({ raw }) => raw)].map(({ file }) => file)]));
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}

async function piecesOf(zip: ZipReader, table: Content, put: Put): Promise<TablePiece[]> {
  const ipc = await readContent(zip, table.file, table, mostTableBytes);
  checkRows(ipc, table.rows, table.name);
  return inTurn(cutArrowStream(ipc, pieceBytes), async (piece) => {
    const rows = countArrowRows(piece);
    return { ...(await put(piece, 'arrow')), rows };
  });
}

function keep(value: unknown, part: 'model' | 'ledgers', name: string, put: Put): Promise<FileRef> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  readJsonPart(bytes, part, name);
  return put(bytes, 'json');
}
