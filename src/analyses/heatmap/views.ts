import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { heatmap } from '../../charts/heatmap.ts';
import { patternOf } from '../../features/patterns.ts';
import { patternWords } from '../../features/pattern-words.ts';
import type { HeatCell, HeatmapResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const round = (value: number): number => Number(value.toPrecision(3));
/** Cells of fewer hours say little about their hour of the week. */
const FEW_HOURS = 4;

function figureOf({ definition: { measure, figure } }: HeatmapResult, cell: HeatCell): number | null {
  if (figure === 'total') return cell.hours > 0 ? cell[measure] : null;
  return measure === 'events' ? cell.eventsPerHour : cell.usersPerHour;
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const weekday = ({ weekday: day }: HeatCell, text: Text): string => text(`weekday.${day as 0 | 1 | 2 | 3 | 4 | 5 | 6}`);

const nameOf = (cell: HeatCell, text: Text): string => `${weekday(cell, text)} ${clock(cell.hour)}`;

function sentence(result: HeatmapResult, text: Text): string {
  const { cells, definition, events, users } = result;
  const what = patternWords(patternOf(definition.what), text.language);
  if (events === 0) return text('empty', { what });
  const known = cells.filter((cell) => figureOf(result, cell) !== null);
  const sorted = known.toSorted((a, b) => figureOf(result, b)! - figureOf(result, a)!);
  const [most, least] = [sorted[0]!, sorted.at(-1)!];
  return text('sentence', {
    ...{ busiest: nameOf(most, text), high: round(figureOf(result, most)!) },
    ...{ quietest: nameOf(least, text), low: round(figureOf(result, least)!) },
    ...{ unit: text(`unit.${definition.measure}.${definition.figure}`), events, users },
  });
}

function definitionText({ definition }: HeatmapResult, text: Text): string {
  const { what, measure, figure, zone, first, end } = definition;
  return text('definition', {
    ...{ what: patternWords(patternOf(what), text.language), zone, first, end },
    figure: text(`definition.${measure}.${figure}`),
  });
}

function labelOf(cell: HeatCell, text: Text): string {
  const { events, users, hours, eventsPerHour, usersPerHour } = cell;
  if (hours === 0) return text('cell.unknown', { name: nameOf(cell, text) });
  const means = { eventsPerHour: round(eventsPerHour!), usersPerHour: round(usersPerHour!) };
  return text('cell.label', { name: nameOf(cell, text), events, users, hours, ...means });
}

/** One cell for each hour of the week. */
export function views(result: HeatmapResult, text: Text): View[] {
  const { cells, definition } = result;
  const figures = cells.map((cell) => figureOf(result, cell));
  const most = figures.reduce<number>((largest, figure) => Math.max(largest, figure ?? 0), 1e-9);
  const shaded = cells.map((cell, n) => ({
    column: cell.hour,
    row: Math.floor(n / 24),
    share: figures[n] == null ? null : figures[n] / most,
    label: labelOf(cell, text),
  }));
  const keys = ['events', 'users', 'hours', 'eventsPerHour', 'usersPerHour'] as const;
  return [
    {
      title: text('title'),
      sentence: sentence(result, text),
      definition: definitionText(result, text),
      cautions: [
        text('caution.zone', { zone: definition.zone }),
        ...(cells.some(({ hours }) => hours < FEW_HOURS) ? [text('caution.few', { least: FEW_HOURS })] : []),
        ...(definition.figure === 'total' ? [text('caution.total')] : []),
      ],
      table: {
        columns: [text('column.weekday'), text('column.hour'), ...keys.map((key) => text(`column.${key}`))],
        rows: cells.map((cell) => [weekday(cell, text), clock(cell.hour), ...keys.map((key) => cell[key])]),
      },
      chart: (theme) =>
        heatmap(theme, shaded, {
          columns: Array.from({ length: 24 }, (_, hour) => String(hour)),
          rows: cells.filter(({ hour }) => hour === 0).map((cell) => weekday(cell, text)),
          x: text('axis.hour', { zone: definition.zone }),
          y: text('axis.weekday'),
          whole: true,
        }),
      marks: cells.map(({ weekday: day, hour, events }) => (events > 0 ? `${day}:${hour}` : null)),
    },
  ];
}
