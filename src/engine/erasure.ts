import type { ErasureProof } from '../contract/engine.ts';
import type { Mapping } from '../contract/project.ts';
import type { StorageApi } from '../contract/storage.ts';
import type { DatabaseApi } from '../contract/workers.ts';
import { duckdb } from '../sql/duckdb.ts';
import { ask } from './arrow.ts';
import type { Call } from './bridge.ts';
import { localText } from './browser-storage.ts';
import { dropHidden } from './project/importer.ts';
import { hiddenName, qualified } from './project/names.ts';

const mostPatterns = 1000;
/** Some hundred thousand rows name enough users. */
const mostPieces = 2;
/** A shorter one stands in any file by chance. */
const leastBytes = 6;

/** What would betray a project's users in what is left: identifiers as text, and as whole numbers lie in a column. */
export interface Patterns {
  bytes: Uint8Array[];
  texts: string[];
}

export const noPatterns: Patterns = { bytes: [], texts: [] };

/** Identifiers of the open project's users, at most 1,000, spread over all of them. */
export async function userPatterns(call: Call<DatabaseApi>): Promise<Patterns> {
  return patternsOf(await identifiers(call, '"user"', duckdb.view('events')));
}

/** The same of a project that is not open, by the first rows of its log: they pass through the database, unseen. */
export async function keptPatterns(call: Call<DatabaseApi>, storage: Call<StorageApi>, id: string): Promise<Patterns> {
  const { document } = await storage('open', [id]);
  const user = userColumn(document.mapping);
  const pieces = document.tables.find(({ name }) => name === document.mapping.events?.table)?.pieces ?? [];
  if (!user || pieces.length === 0) return noPatterns;
  const hidden = hiddenName();
  try {
    for (const [i, piece] of pieces.slice(0, mostPieces).entries()) {
      const ipc = await storage('read', [id, piece]);
      await call('insert', [hidden, ipc, i === 0], { transfer: [ipc.buffer as ArrayBuffer] });
    }
    return patternsOf(await identifiers(call, `(${user})`, qualified(hidden)));
  } finally {
    await dropHidden(call, [hidden]);
  }
}

function userColumn({ events }: Mapping): string | null {
  const user = events?.user;
  if (typeof user === 'string') return duckdb.identifier(user);
  return user && 'sql' in user ? user.sql : null;
}

async function identifiers(call: Call<DatabaseApi>, user: string, from: string): Promise<string[]> {
  const sql = `SELECT DISTINCT ${user}::VARCHAR AS id FROM ${from} WHERE ${user} IS NOT NULL
ORDER BY md5(${user}::VARCHAR) LIMIT ${mostPatterns}`;
  const rows = await ask<{ id: string }>(call, sql).catch(() => []);
  return rows.map(({ id }) => id);
}

/** Patterns of several projects, a fair share of each. */
export function together(all: readonly Patterns[]): Patterns {
  const share = Math.ceil(mostPatterns / Math.max(1, all.length));
  return {
    bytes: all.flatMap(({ bytes }) => bytes.slice(0, share)),
    texts: all.flatMap(({ texts }) => texts.slice(0, share)),
  };
}

export function patternsOf(ids: readonly string[]): Patterns {
  const long = ids.filter((id) => byteLength(id) >= leastBytes);
  const numbers = ids.filter((id) => /^\d{5,18}$/.test(id)).map(littleEndian);
  return { bytes: [...long.map((id) => new TextEncoder().encode(id)), ...numbers].slice(0, mostPatterns), texts: long };
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** A whole number as DuckDB and Arrow hold it. */
function littleEndian(id: string): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(id), true);
  return bytes;
}

/** Searches all that is left in this browser, but for the projects named, for the patterns. */
export async function prove(
  storage: Call<StorageApi>,
  { bytes, texts }: Patterns,
  except: string[],
): Promise<ErasureProof> {
  const { files, bytes: read, found } = await storage('scan', [bytes, except]);
  const local = localText();
  const inLocal = local.filter(({ text }) => texts.some((pattern) => text.includes(pattern)));
  return {
    patterns: bytes.length,
    files: files + local.length,
    bytes: read + local.reduce((sum, { text }) => sum + 2 * text.length, 0),
    found: [...new Set([...found.map(({ place }) => place), ...inLocal.map(({ place }) => place)])],
  };
}
