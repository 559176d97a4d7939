import type { View } from '../../contract/view.ts';
import type { Cell } from '../../charts/heatmap.ts';
import { heatmap } from '../../charts/heatmap.ts';
import type { RetentionCell, RetentionResult } from './result.ts';
import type { Text } from './words.ts';
import { SMALL, definitionWords, figureOf, percent, shown, unitWord } from './words.ts';

type Cohort = RetentionResult['cohorts'][number];

const MOST_ROWS = 48;

/** The cells that can be known: the others are left out of table and chart alike. */
const knownCells = ({ cells }: Cohort): RetentionCell[] => cells.filter((cell) => cell.rate !== null);

/** Shares as they are; other measures as a part of the largest past the first column. */
function shades({ definition }: RetentionResult, cohorts: readonly Cohort[]): (cell: RetentionCell) => number | null {
  if (definition.measure === 'rate') return (cell) => cell.rate;
  const figures = cohorts.flatMap(({ cells }) => cells.slice(1).map((cell) => figureOf(definition, cell) ?? 0));
  const most = figures.reduce((largest, figure) => Math.max(largest, figure), 1e-9);
  return (cell) => {
    const figure = figureOf(definition, cell);
    return figure === null ? null : Math.min(1, Math.max(0, figure / most));
  };
}

function chartCells(result: RetentionResult, cohorts: readonly Cohort[], text: Text): Cell[] {
  const { definition, periods } = result;
  const shade = shades(result, cohorts);
  return cohorts.flatMap((cohort, row) =>
    knownCells(cohort).map((cell) => {
      const { index, returned, observable, rate, partial } = cell;
      const values = { cohort: cohort.cohort, index: periods[index]!, returned, observable, share: percent(rate!) };
      const label = text(partial ? 'cell.label.partial' : 'cell.label', values);
      const figure = figureOf(definition, cell);
      if (definition.measure === 'rate' || figure === null)
        return { column: index, row, share: shade(cell), label, partial };
      const written = shown(definition, figure, text);
      return { column: index, row, share: shade(cell), label: `${label}\n${written}`, text: written, partial };
    }),
  );
}

function tableSentence(result: RetentionResult, shownRows: number, text: Text): string {
  const unit = unitWord(result.definition, text);
  const cohorts = result.cohorts.length;
  const partial = result.partial ? text('table.sentence.partial', { unit, partial: result.partial }) : '';
  const latest = shownRows < cohorts ? text('table.sentence.latest', { shown: shownRows }) : '';
  return text('table.sentence', { cohorts, unit }) + partial + latest;
}

function cautions({ cohorts }: RetentionResult, text: Text): string[] {
  const small = cohorts.filter(({ size }) => size < SMALL).length;
  return small > 0 ? [text('caution.cohorts', { small, cohorts: cohorts.length, least: SMALL })] : [];
}

/** The triangle of cohorts behind the curve. */
export function cohortView(result: RetentionResult, text: Text): View {
  const { cohorts, definition, periods } = result;
  // The chart comes first in the table, so that its n-th cell is the n-th row.
  const latest = cohorts.slice(-MOST_ROWS);
  const rows = [...latest, ...cohorts.slice(0, -MOST_ROWS)].flatMap((cohort) =>
    knownCells(cohort).map((cell) => ({ cohort, cell })),
  );
  const keys = ['returned', 'observable', 'rate', 'low', 'high'] as const;
  const values = definition.property ? (['sum', 'average', 'perUser'] as const) : [];
  return {
    title: text('table.title'),
    sentence: tableSentence(result, latest.length, text),
    definition: definitionWords(result, text),
    cautions: cautions(result, text),
    table: {
      columns: (['cohort', 'users', 'index', ...keys, ...values] as const).map((key) => text(`column.${key}`)),
      rows: rows.map(({ cohort, cell }) => [
        cohort.cohort,
        cohort.size,
        periods[cell.index]!,
        ...[...keys, ...values].map((key) => cell[key]),
      ]),
    },
    chart: (theme) =>
      heatmap(theme, chartCells(result, latest, text), {
        columns: periods,
        rows: latest.map((cohort) => `${cohort.cohort}  ·  ${cohort.size}`),
        x: text('axis.index', { unit: unitWord(definition, text) }),
        y: text('axis.cohort', { unit: unitWord(definition, text), zone: definition.zone }),
      }),
    marks: rows.map(({ cohort, cell }) => `${cohort.cohort}:${cell.index}`),
  };
}
