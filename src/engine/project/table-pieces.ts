import type { DatabaseApi } from '../../contract/workers.ts';
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
 * The rows of a table of the schema main in order, as Arrow IPC streams of some 32 MB. Cut by row number; a table without rows is one
 * piece, so that its columns are kept.
 */
export async function* tablePieces(
  call: Call<DatabaseApi>,
  kept: string,
  columns: Columns,
): AsyncGenerator<{ ipc: Uint8Array; rows: number }> {
  const [last] = await ask<{ last: number | null }>(call, `SELECT max(rowid)::DOUBLE AS last FROM ${qualified(kept)}`);
  const end = (last?.last ?? 0) + 1;
  let step = rowsFor(cellBytes * columns.length);
  let empty = true;
  for (let from = 0; from < end;) {
    const where = `rowid >= ${from} AND rowid < ${from + step}`;
    from += step;
    const count = `SELECT count(*)::DOUBLE AS rows FROM ${qualified(kept)} WHERE ${where}`;
    const rows = (await ask<{ rows: number }>(call, count))[0]?.rows ?? 0;
    // Deleted rows leave gaps among the numbers.
    if (rows === 0 && !(empty && from >= end)) continue;
    const ipc = await call('query', [`${selectAll(columns, kept)} WHERE ${where}`]);
    step = rowsFor(ipc.length / Math.max(1, rows));
    empty = false;
    yield { rows, ipc };
  }
}

const rowsFor = (rowBytes: number): number =>
  rowGroup * Math.max(1, Math.floor(pieceBytes / (rowGroup * Math.max(1, rowBytes))));

/** DuckDB writes an ENUM as a dictionary that it won't read again; as text it goes through, and is cast back. */
function selectAll(columns: Columns, kept: string): string {
  const wanted = columns.map((each) => {
    const quoted = duckdb.identifier(each.name);
    return each.type.includes('ENUM(') ? `CAST(${quoted} AS VARCHAR) AS ${quoted}` : quoted;
  });
  return `SELECT ${wanted.join(', ')} FROM ${qualified(kept)}`;
}
