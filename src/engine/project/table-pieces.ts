import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { qualified } from './names.ts';

type Columns = readonly { name: string; type: string }[];

/** DuckDB's row groups; a piece is a whole number of them, so that each is read once. */
const rowGroup = 122_880;
/** What a piece should hold: it passes from worker to worker as one buffer. */
const pieceBytes = 32 * 2 ** 20;
/** Until the first piece has shown how wide the rows are. */
const cellBytes = 24;

/**
 * The rows of a table of the schema main in order, as Arrow IPC streams of some 32 MB. A table without rows is one piece, so that its
 * columns are kept. Throws `engine.rows-lost` where the pieces are not the table.
 */
export async function* tablePieces(
  call: Call<DatabaseApi>,
  kept: string,
  columns: Columns,
): AsyncGenerator<{ ipc: Uint8Array; rows: number }> {
  const number = async (sql: string) => (await ask<{ n: number | null }>(call, sql))[0]?.n ?? 0;
  const all = await number(`SELECT count(*)::DOUBLE AS n FROM ${qualified(kept)}`);
  const parts = await partsOf(columns, all, () => number(`SELECT max(rowid)::DOUBLE AS n FROM ${qualified(kept)}`));
  let step = rowsFor(cellBytes * columns.length);
  let taken = 0;
  for (let from = 0; from < parts.end || from === 0;) {
    const part = parts.clause(from, step);
    from += step;
    const rows = await number(`SELECT count(*)::DOUBLE AS n FROM (SELECT 1 FROM ${qualified(kept)} ${part})`);
    // Deleted rows leave gaps among the numbers.
    if (rows === 0 && all > 0) continue;
    const ipc = await call('query', [`${selectAll(columns, kept)} ${part}`]);
    step = rowsFor(ipc.length / Math.max(1, rows));
    taken += rows;
    yield { rows, ipc };
  }
  if (taken !== all) throw new AppError('engine.rows-lost', { table: kept, rows: all, arrived: taken });
}

/** Cut by row number, which costs nothing; by place where the user has a column of that name, which hides it. */
async function partsOf(columns: Columns, rows: number, lastNumber: () => Promise<number>) {
  if (columns.some(({ name }) => name.toLowerCase() === 'rowid'))
    return { end: rows, clause: (from: number, step: number) => `LIMIT ${step} OFFSET ${from}` };
  const clause = (from: number, step: number) => `WHERE rowid >= ${from} AND rowid < ${from + step}`;
  return { end: (await lastNumber()) + 1, clause };
}

const rowsFor = (rowBytes: number): number =>
  rowGroup * Math.max(1, Math.floor(pieceBytes / (rowGroup * Math.max(1, rowBytes))));

/** What DuckDB's Arrow changes on the way (BIT, TIME WITH TIME ZONE) or won't read again (ENUM): as text it goes through, and is cast back. */
const lostInArrow = (type: string): boolean =>
  /ENUM\(|\bBIT\b|TIME WITH TIME ZONE/.test(type.replaceAll('TIMESTAMP WITH TIME ZONE', ''));

function selectAll(columns: Columns, kept: string): string {
  const wanted = columns.map(({ name, type }) => {
    const quoted = duckdb.identifier(name);
    return lostInArrow(type) ? `CAST(${quoted} AS VARCHAR) AS ${quoted}` : quoted;
  });
  return `SELECT ${wanted.join(', ')} FROM ${qualified(kept)}`;
}
