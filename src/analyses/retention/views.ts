import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import type { Cell } from '../../charts/heatmap.ts';
import { heatmap } from '../../charts/heatmap.ts';
import { lines } from '../../charts/line.ts';
import { HOUR } from '../../core/calendar.ts';
import { wilson } from '../../core/statistics.ts';
import { ALL } from './members.ts';
import { INTERVAL_MS } from './queries.ts';
import type { RetentionCell, RetentionResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;
type Cohort = RetentionResult['cohorts'][number];

const percent = (share: number): number => Math.round(share * 1000) / 10;

const eventText = (event: string, text: Text): string =>
  event === '' ? text('event.any') : text('event.named', { event });

function clockText({ definition }: RetentionResult, text: Text): string {
  const { clock, period, zone, weekStart } = definition;
  if (clock === 'rolling') return text('clock.rolling', { hours: INTERVAL_MS[period] / HOUR });
  return text(`clock.calendar.${period}`, { zone, weekStart: text(`week.${weekStart}`) });
}

/** The first period after the start speaks for the curve: every later one is read off it. */
function curveSentence(result: RetentionResult, text: Text): string {
  const { definition, total, cohorts } = result;
  const unit = text(`unit.${definition.period}`);
  const start = eventText(definition.start, text);
  if (cohorts.length === 0) return text('curve.empty', { start });
  const cell = total[1];
  const bounds = cell && wilson(cell.returned, cell.observable);
  if (!bounds) return text('curve.early', { unit });
  return text('curve.sentence', {
    share: percent(cell.rate!),
    index: cell.index,
    returned: cell.returned,
    observable: cell.observable,
    low: percent(bounds.low),
    high: percent(bounds.high),
    kind: text(`kind.${definition.kind}`),
    unit,
    start,
    back: eventText(definition.back, text),
    clock: clockText(result, text),
  });
}

function totalRow({ index, returned, observable, rate }: RetentionCell): (number | null)[] {
  const bounds = wilson(returned, observable);
  return [index, returned, observable, rate, bounds?.low ?? null, bounds?.high ?? null];
}

function curveView(result: RetentionResult, text: Text): View {
  const { total, definition } = result;
  const rates = total.map((cell) => (cell.rate === null ? null : cell.rate * 100));
  const keys = ['index', 'returned', 'observable', 'rate', 'low', 'high'] as const;
  return {
    title: text('curve.title'),
    sentence: curveSentence(result, text),
    table: { columns: keys.map((key) => text(`column.${key}`)), rows: total.map(totalRow) },
    chart: (theme) =>
      lines(theme, [{ name: text('curve.title'), values: rates }], {
        x: text('axis.index', { unit: text(`unit.${definition.period}`) }),
        y: text('axis.rate'),
        places: total.map((cell) => String(cell.index)),
        format: (value) => `${Math.round(value * 10) / 10} %`,
        max: 100,
      }),
    marks: total.map((cell) => `${ALL}:${cell.index}`),
  };
}

const MOST_ROWS = 48;

/** The cells that can be known: the others are left out of table and chart alike. */
const knownCells = ({ cells }: Cohort): RetentionCell[] => cells.filter((cell) => cell.rate !== null);

/** By the calendar the last known cell of each row lies in the bucket that is not over, unless the row was cut before it. */
function isPartial(result: RetentionResult, cohort: Cohort, index: number): boolean {
  return result.partial !== null && index < cohort.cells.length - 1 && index === knownCells(cohort).length - 1;
}

function chartCells(result: RetentionResult, cohorts: readonly Cohort[], text: Text): Cell[] {
  return cohorts.flatMap((cohort, row) =>
    knownCells(cohort).map(({ index, returned, observable, rate }) => {
      const partial = isPartial(result, cohort, index);
      const values = { cohort: cohort.cohort, index, returned, observable, share: percent(rate!) };
      return {
        column: index,
        row,
        share: rate,
        label: text(partial ? 'cell.label.partial' : 'cell.label', values),
        partial,
      };
    }),
  );
}

function tableSentence(result: RetentionResult, shown: number, text: Text): string {
  const unit = text(`unit.${result.definition.period}`);
  const cohorts = result.cohorts.length;
  const partial = result.partial ? text('table.sentence.partial', { unit, partial: result.partial }) : '';
  const latest = shown < cohorts ? text('table.sentence.latest', { shown }) : '';
  return text('table.sentence', { cohorts, unit }) + partial + latest;
}

function cohortView(result: RetentionResult, text: Text): View {
  const { cohorts, definition } = result;
  // The chart comes first in the table, so that its n-th cell is the n-th row.
  const latest = cohorts.slice(-MOST_ROWS);
  const rows = [...latest, ...cohorts.slice(0, -MOST_ROWS)].flatMap((cohort) =>
    knownCells(cohort).map((cell) => ({ cohort, cell })),
  );
  const unit = text(`unit.${definition.period}`);
  const keys = ['cohort', 'users', 'index', 'returned', 'observable', 'rate'] as const;
  return {
    title: text('table.title'),
    sentence: tableSentence(result, latest.length, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: rows.map(({ cohort, cell }) => [
        cohort.cohort,
        cohort.size,
        cell.index,
        cell.returned,
        cell.observable,
        cell.rate,
      ]),
    },
    chart: (theme) =>
      heatmap(theme, chartCells(result, latest, text), {
        columns: result.total.map((cell) => String(cell.index)),
        rows: latest.map((cohort) => `${cohort.cohort}  ·  ${cohort.size}`),
        x: text('axis.index', { unit }),
        y: text('axis.cohort', { unit, zone: definition.zone }),
      }),
    marks: rows.map(({ cohort, cell }) => `${cohort.cohort}:${cell.index}`),
  };
}

/** The pooled curve, and the triangle of cohorts behind it. */
export function views(result: RetentionResult, text: Text): View[] {
  return result.cohorts.length === 0 ? [curveView(result, text)] : [curveView(result, text), cohortView(result, text)];
}
