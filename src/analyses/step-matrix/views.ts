import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import type { MatrixCell } from '../../charts/matrix.ts';
import { matrix } from '../../charts/matrix.ts';
import { wilson } from '../../core/statistics.ts';
import { definitionText, groupTexts, nodeText, percent } from '../../features/path-words.ts';
import { cellMark } from './marks.ts';
import type { MatrixRow, StepMatrixResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const rowText = (row: MatrixRow, text: Text): string =>
  row.kind === 'event' ? nodeText(row.event, text) : text(`row.${row.kind}`);

/** The commonest event just after the centre, or at the start; and how many are over at the last step. */
function sentence(result: StepMatrixResult, text: Text): string {
  const { rows, steps, paths, definition } = result;
  if (paths === 0) return text('matrix.empty');
  const centre = definition.centre;
  const column = centre === '' ? 0 : Math.min(steps.indexOf(0) + 1, steps.length - 1);
  const [first] = rows
    .filter((row) => row.kind === 'event' || row.kind === 'over')
    .sort((a, b) => b.paths[column]! - a.paths[column]!);
  const count = first!.paths[column]!;
  const { low, high } = wilson(count, paths)!;
  const over = rows.find((row) => row.kind === 'over')?.paths.at(-1) ?? 0;
  return text(centre === '' ? 'matrix.sentence.start' : 'matrix.sentence', {
    ...{ centre, paths, count, share: percent(count / paths), low: percent(low), high: percent(high) },
    ...{ event: rowText(first!, text), over: percent(over / paths), last: steps.at(-1)! },
    unit: text(`unit.${definition.unit}`),
  });
}

function define({ definition, paths, folded }: StepMatrixResult, text: Text, more: readonly string[] = []): string {
  const { centre, threshold } = definition;
  return definitionText(definition, text, [
    text(centre === '' ? 'define.start' : 'define.centre', { centre }),
    text('define.shares', { paths, threshold, folded }),
    ...more,
  ]);
}

/** Row by row, the cells with someone in them. */
const cellsOf = ({ rows, steps }: StepMatrixResult) =>
  rows.flatMap((row, y) => steps.map((step, x) => ({ row, y, step, x }))).filter(({ row, x }) => row.paths[x]! > 0);

type CellAt = ReturnType<typeof cellsOf>[number];

function options(result: StepMatrixResult, text: Text) {
  const { centre } = result.definition;
  const at = result.steps.indexOf(0);
  return {
    columns: result.steps.map(String),
    rows: result.rows.map((row) => rowText(row, text)),
    x: text(centre === '' ? 'axis.step.start' : 'axis.step', { centre }),
    ...(centre !== '' && at >= 0 && { centre: at }),
  };
}

function cellTip({ row, step, x }: CellAt, paths: number, text: Text): string {
  const values = { step, share: percent(row.paths[x]! / paths), count: row.paths[x]!, users: row.users[x]! };
  return text('cell.tip', { ...values, row: rowText(row, text) });
}

function matrixView(result: StepMatrixResult, text: Text): View {
  const { paths } = result;
  const cells = cellsOf(result);
  const keys = ['row', 'step', 'paths', 'share', 'low', 'high', 'users'] as const;
  return {
    title: text('matrix.title'),
    sentence: sentence(result, text),
    definition: define(result, text),
    cautions: [text('caution.end'), ...(paths > 0 && paths < 30 ? [text('caution.few', { paths })] : [])],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: cells.map(({ row, step, x }) => {
        const { low, high } = wilson(row.paths[x]!, paths)!;
        return [rowText(row, text), step, row.paths[x]!, row.paths[x]! / paths, low, high, row.users[x]!];
      }),
    },
    marks: cells.map(({ row, step }) => cellMark(row, step)),
    ...(cells.length > 0 && {
      chart: (theme) =>
        matrix(
          theme,
          cells.map((cell): MatrixCell => {
            const value = cell.row.paths[cell.x]! / paths;
            const label = value >= 0.005 ? String(Math.round(value * 100)) : '';
            return { column: cell.x, row: cell.y, value, label, tip: cellTip(cell, paths, text) };
          }),
          options(result, text),
        ),
    }),
  };
}

interface Difference extends CellAt {
  shares: [number, number];
  difference: number;
  q: number | null;
}

function differencesOf(result: StepMatrixResult): Difference[] {
  const [first, second] = result.groups!.paths;
  if (first === 0 || second === 0) return [];
  return cellsOf(result).map((cell) => {
    const [a, b] = cell.row.groups!.map((paths, n) => paths[cell.x]! / [first, second][n]!) as [number, number];
    return { ...cell, shares: [a, b], difference: a - b, q: cell.row.q![cell.x]! };
  });
}

const digits = (value: number): number => Number(value.toPrecision(2));

function differenceSentence(result: StepMatrixResult, cells: readonly Difference[], text: Text): string {
  const { groups, definition } = result;
  const [a, b] = groupTexts({ split: definition.split, names: groups!.names }, text);
  if (cells.length === 0) return text('difference.empty', { a, b });
  const sure = cells.filter(({ q }) => q !== null && q < 0.05);
  const [first] = [...sure].sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference));
  if (!first) return text('difference.none', { a, b, tested: groups!.tested });
  return text('difference.sentence', {
    ...{ a, b, step: first.step, event: rowText(first.row, text), q: digits(first.q!), n: sure.length },
    ...{ shareA: percent(first.shares[0]), shareB: percent(first.shares[1]), tested: groups!.tested },
  });
}

function differenceTip({ row, step, shares, q }: Difference, [a, b]: [string, string], text: Text): string {
  const values = { a, b, step, shareA: percent(shares[0]), shareB: percent(shares[1]), q: digits(q ?? 1) };
  return text('difference.tip', { ...values, row: rowText(row, text) });
}

function differenceView(result: StepMatrixResult, text: Text): View {
  const { groups, definition, paths, users } = result;
  const names = groupTexts({ split: definition.split, names: groups!.names }, text);
  const cells = differencesOf(result);
  const [usersA, usersB] = groups!.users;
  const columns = (['pathsOf', 'shareOf'] as const).flatMap((key) =>
    names.map((group) => text(`column.${key}`, { group })),
  );
  return {
    title: text('difference.title'),
    sentence: differenceSentence(result, cells, text),
    definition: define(result, text, [
      text('define.groups', { a: names[0], b: names[1], usersA, usersB }),
      definition.split === 'property' ? text('define.first') : '',
      text('define.test'),
    ]),
    cautions: [
      text('caution.cause'),
      ...(definition.split === 'did' ? [text('caution.goal')] : []),
      text('caution.many', { n: groups!.tested }),
      ...(paths > users ? [text('caution.independent', { paths, users })] : []),
    ],
    table: {
      columns: [
        ...[text('column.row'), text('column.step'), ...columns],
        ...(['difference', 'p', 'q'] as const).map((key) => text(`column.${key}`)),
      ],
      rows: cells.map(({ row, step, x, shares, difference, q }) => [
        ...[rowText(row, text), step, row.groups![0][x]!, row.groups![1][x]!],
        ...[...shares, difference, row.p![x]!, q],
      ]),
    },
    marks: cells.map(({ row, step }) => cellMark(row, step)),
    ...(cells.length > 0 && {
      chart: (theme) =>
        matrix(
          theme,
          cells.map((cell): MatrixCell => {
            const { difference, x, y, q } = cell;
            const label =
              Math.abs(difference) >= 0.005
                ? `${difference > 0 ? '+' : '−'}${Math.round(Math.abs(difference) * 100)}`
                : '';
            const tip = differenceTip(cell, names, text);
            return { column: x, row: y, value: difference, label, tip, strong: q !== null && q < 0.05 };
          }),
          { ...options(result, text), signed: true },
        ),
    }),
  };
}

/** The matrix, and the difference of two groups where they are compared. */
export function views(result: StepMatrixResult, text: Text): View[] {
  return result.groups ? [matrixView(result, text), differenceView(result, text)] : [matrixView(result, text)];
}
