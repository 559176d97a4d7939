import type { LearningTable } from '../learning-table.ts';
import type { Matrix } from '../matrix.ts';
import { matrixOf } from '../matrix.ts';
import { mixedRows, partsOf, tableRows } from './mixed-rows.ts';
import { ROWS_A_STEP } from './predicts.ts';
import type { Game } from './shapley.ts';
import { shapleyValues } from './shapley.ts';
import type { StepContext } from './steps.ts';
import { partOf } from './steps.ts';
import type { Shap } from './tree-shap.ts';

/** Predictions on the scale to be explained: rows × outputs. */
export type TableScore = (table: LearningTable) => Float64Array;

/** Sets of columns asked per row: as many as the shap package asks. */
export const coalitionsFor = (players: number): number => 2 * players + 2048;

/** Means of runs of `size` rows × outputs. */
function meansOfRuns(scores: Float64Array, size: number, outputs: number): Float64Array {
  const means = new Float64Array(scores.length / size);
  for (let at = 0; at < scores.length; at += 1) {
    means[Math.floor(at / (size * outputs)) * outputs + (at % outputs)]! += scores[at]! / size;
  }
  return means;
}

/** A row as a game of its parts: one out of the set comes from background rows, in the mean over them. */
function gameOf(
  score: TableScore,
  table: LearningTable,
  row: number,
  background: Uint32Array,
  ends: Pick<Game, 'none' | 'all'>,
): Game {
  const players = partsOf(table).length;
  const size = background.length;
  const worth = (members: Uint8Array, count: number) => {
    const rowsOf = (part: number) =>
      Uint32Array.from({ length: count * size }, (_, at) =>
        members[Math.floor(at / size) * players + part] === 1 ? row : background[at % size]!,
      );
    return meansOfRuns(score(mixedRows(table, count * size, rowsOf)), size, ends.none.length);
  };
  return { players, outputs: ends.none.length, ...ends, worth };
}

/**
 * KernelSHAP (Lundberg & Lee, NIPS 2017) over the columns of a table as they were read (and its events as one more), for any
 * model; for the rows named. Exact up to ten columns. `score` is asked coalitions × background rows times per row.
 */
export async function tableShap(
  score: TableScore,
  table: LearningTable,
  rows: Uint32Array,
  background: Uint32Array,
  context: StepContext,
  coalitions: number = coalitionsFor(partsOf(table).length),
): Promise<Shap> {
  const everyone = score(tableRows(table, background));
  const outputs = everyone.length / background.length;
  const base = meansOfRuns(everyone, background.length, outputs);
  const scores = score(tableRows(table, rows));
  const width = partsOf(table).length * outputs;
  const values = new Float64Array(rows.length * width);
  const batch = Math.max(1, Math.floor(ROWS_A_STEP / background.length));
  for (const [at, row] of rows.entries()) {
    const all = scores.slice(at * outputs, (at + 1) * outputs);
    const game = gameOf(score, table, row, background, { none: base, all });
    const part = partOf(context, at / rows.length, (at + 1) / rows.length);
    values.set(await shapleyValues(game, coalitions, batch, part), at * width);
  }
  return { values, base };
}

const columnOf = ({ data, rows, columns }: Matrix, column: number): number[] =>
  Array.from({ length: rows }, (_, row) => data[row * columns + column]!);

/**
 * `tableShap` for a function of a matrix's rows, for each row of `x`, against the rows of `background`. Events beside the matrix
 * are not looked at.
 */
export function kernelShap(
  score: (x: Matrix) => Float64Array,
  x: Matrix,
  background: Matrix,
  context: StepContext,
  coalitions?: number,
): Promise<Shap> {
  const { names, categories } = x;
  const table: LearningTable = {
    rows: x.rows + background.rows,
    columns: names.map((name, at) => ({
      name,
      kind: 'number',
      values: Float64Array.from([...columnOf(x, at), ...columnOf(background, at)]),
    })),
  };
  const scoreTable: TableScore = ({ rows, columns }) => {
    const values = columns.map((column) => (column.kind === 'number' ? column.values : column.codes));
    return score({ ...matrixOf(names, values, rows), ...(categories && { categories }) });
  };
  const all = Uint32Array.from({ length: table.rows }, (_, row) => row);
  return tableShap(scoreTable, table, all.subarray(0, x.rows), all.subarray(x.rows), context, coalitions);
}
