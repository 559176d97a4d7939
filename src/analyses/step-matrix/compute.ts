import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { AppError } from '../../core/errors.ts';
import type { Cases, Nodes, PathTables } from '../../core/paths.ts';
import { groupsIn, nodeNamed, readCases, settingsOf, usersWhere } from '../../core/paths.ts';
import { benjaminiHochberg, twoProportionZ } from '../../core/statistics.ts';
import type { Aligned } from './cells.ts';
import { align, countCells, rowAt, rowsFor } from './cells.ts';
import type definition from './index.ts';
import { cellMark } from './marks.ts';
import type { Params } from './params.ts';
import type { MatrixRow, StepMatrixResult } from './result.ts';

interface Matrix {
  cases: Cases;
  nodes: Nodes;
  aligned: Aligned;
  /** As far as from the centre. */
  offsets: number[];
}

function matrixOf(tables: PathTables, params: Params): Matrix {
  const { cases, nodes } = readCases(tables, params);
  const centre = params.centre === '' ? -1 : nodeNamed(params.centre, nodes);
  const first = centre < 0 ? 0 : -params.before;
  const offsets = Array.from({ length: params.after + 1 - first }, (_, n) => first + n);
  return { cases, nodes, aligned: align(cases, centre), offsets };
}

/** Followed from the start, the first event is step 1. */
const stepNumbers = ({ offsets }: Matrix, { centre }: Params): number[] =>
  centre === '' ? offsets.map((offset) => offset + 1) : offsets;

interface Rows {
  /** The row of each code once rare events are brought together. */
  fold: Uint16Array;
  /** Rows to show, in order. */
  order: number[];
  folded: number;
}

/** Events that reach the threshold at some step, in order of all their appearances; then the rare ones, not begun and over. */
function rowsOf(paths: Uint32Array, steps: number, total: number, nodes: number, threshold: number): Rows {
  const { before, over, all } = rowsFor(nodes);
  const row = (code: number) => paths.subarray(code * steps, (code + 1) * steps);
  const sums = Array.from({ length: all }, (_, code) => row(code).reduce((sum, count) => sum + count, 0));
  const isCommon = (code: number) => row(code).some((count) => count > 0 && count >= (threshold / 100) * total);
  const present = sums.map((_, code) => code).filter((code) => code < nodes && sums[code]! > 0);
  const common = present.filter(isCommon).sort((a, b) => sums[b]! - sums[a]! || a - b);
  const rare = present.filter((code) => !isCommon(code));
  const fold = Uint16Array.from({ length: all }, (_, code) => (rare.includes(code) ? all : code));
  const ends = [before, over].filter((code) => sums[code]! > 0);
  return { fold, order: [...common, ...(rare.length > 0 ? [all] : []), ...ends], folded: rare.length };
}

function rowName(code: number, { names }: Nodes): MatrixRow {
  const { before, over, all } = rowsFor(names.length);
  if (code === all) return { kind: 'other' };
  if (code === before || code === over) return { kind: code === before ? 'before' : 'over' };
  return { kind: 'event', event: names[code]! };
}

async function foldedRows(matrix: Matrix, params: Params, step: (done: number) => Promise<void>): Promise<Rows> {
  const { cases, aligned, offsets, nodes } = matrix;
  const size = nodes.names.length;
  const { paths, total } = await countCells(
    cases,
    aligned,
    offsets,
    size,
    (row) => row,
    () => true,
    step,
  );
  return rowsOf(paths, offsets.length, total, size, params.threshold);
}

type Row = StepMatrixResult['rows'][number];

/** Tests each cell in which the groups can differ. */
function testRows(rows: Row[], totals: [number, number]): number {
  const [first, second] = totals;
  const canDiffer = (a: number, b: number) => first > 0 && second > 0 && a + b > 0 && a + b < first + second;
  const p = rows.map(({ groups }) =>
    groups![0].map((a, n) =>
      canDiffer(a, groups![1][n]!) ? twoProportionZ(a, first, groups![1][n]!, second).p : null,
    ),
  );
  const tested = p.flat().filter((each) => each !== null);
  const adjusted = benjaminiHochberg(tested);
  let next = 0;
  rows.forEach((row, n) => {
    row.p = p[n]!;
    row.q = p[n]!.map((each) => (each === null ? null : adjusted[next++]!));
  });
  return tested.length;
}

/** Counts the paths at each event, step by step, for all and for two groups. */
export default (async (tables, params, context: Context): Promise<StepMatrixResult> => {
  await context.step(0);
  const matrix = matrixOf(tables, params);
  const { cases, aligned, offsets, nodes } = matrix;
  const step = (done: number) => context.step(done);
  const { fold, order, folded } = await foldedRows(matrix, params, step);
  const count = (isCounted: (owner: number) => boolean) =>
    countCells(cases, aligned, offsets, nodes.names.length, (row) => fold[row]!, isCounted, step);
  const all = await count(() => true);
  const rowAmong = (cells: Uint32Array, code: number) => [
    ...cells.subarray(code * offsets.length, (code + 1) * offsets.length),
  ];
  const rows: Row[] = order.map((code) => ({
    ...rowName(code, nodes),
    paths: rowAmong(all.paths, code),
    users: rowAmong(all.users, code),
  }));
  const groups = groupsIn(tables);
  const compared = groups && [
    await count((owner) => groups.of[owner] === 0),
    await count((owner) => groups.of[owner] === 1),
  ];
  if (compared)
    rows.forEach(
      (row, n) => (row.groups = [rowAmong(compared[0]!.paths, order[n]!), rowAmong(compared[1]!.paths, order[n]!)]),
    );
  const totals: [number, number] = [compared?.[0]!.total ?? 0, compared?.[1]!.total ?? 0];
  const tested = compared ? testRows(rows, totals) : 0;
  return {
    ...{ steps: stepNumbers(matrix, params), rows, cases: cases.count, paths: all.total, users: all.people, folded },
    groups: groups &&
      compared && { names: groups.names, paths: totals, users: [compared[0]!.people, compared[1]!.people], tested },
    definition: { ...params, ...settingsOf(tables.about) },
  };
}) satisfies Compute<typeof definition>;

/** The users behind a cell. */
export const members = (async (tables, params: Params, mark, context) => {
  await context.step(0);
  const matrix = matrixOf(tables, params);
  const { cases, aligned, offsets, nodes } = matrix;
  const { fold, order } = await foldedRows(matrix, params, (done) => context.step(done));
  const steps = stepNumbers(matrix, params);
  const cells = order.flatMap((code) =>
    steps.map((step, n) => ({ code, n, name: cellMark(rowName(code, nodes), step) })),
  );
  const cell = cells.find(({ name }) => name === mark);
  if (!cell) throw new AppError('analysis.unknown-mark', { mark });
  const chosen = new Uint8Array(cases.count);
  aligned.cases.forEach((each, n) => {
    chosen[each] = Number(fold[rowAt(cases, aligned, n, offsets[cell.n]!, nodes.names.length)] === cell.code);
  });
  return usersWhere(cases, (n) => chosen[n] === 1);
}) satisfies Members<typeof definition>;
