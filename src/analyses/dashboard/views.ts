import { bars } from '../../charts/bars.ts';
import { heatmap } from '../../charts/heatmap.ts';
import { lines } from '../../charts/line.ts';
import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bucketName } from '../../core/calendar.ts';
import type { DashboardResult, Dimension } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const HOURS = 24;
const WEEK = 7;
/** 1970-01-01 was a Thursday, the fourth day from Monday. */
const THURSDAY = 3;

const format = (value: number, text: Text): string => new Intl.NumberFormat(text.language).format(value);

const definition = ({ zone }: DashboardResult, text: Text): string => text('definition', { zone });

function sums(result: DashboardResult, size: number, codeOf: (cell: number) => number): Float64Array {
  const counts = new Float64Array(size);
  result.counts.forEach((count, cell) => (counts[codeOf(cell)]! += count));
  return counts;
}

function daysView(result: DashboardResult, text: Text): View {
  const { hours, days, firstDay, zone } = result;
  const counts = Array.from(sums(result, days, (cell) => Math.floor(hours[cell]! / HOURS)));
  const names = counts.map((_, day) => bucketName('day', firstDay + day, 'monday', []));
  const most = counts.indexOf(Math.max(...counts));
  return {
    title: text('days.title'),
    sentence: text('days.sentence', { events: result.events, days, day: names[most]!, most: counts[most]! }),
    definition: definition(result, text),
    table: { columns: [text('column.day'), text('column.events')], rows: names.map((day, n) => [day, counts[n]!]) },
    chart: (theme) =>
      lines(theme, [{ name: text('column.events'), values: counts }], {
        x: text('axis.day', { zone }),
        y: text('axis.events'),
        places: names,
        format: (value) => format(value, text),
      }),
    marks: names.map((day) => `day:${day}`),
  };
}

function valuesView(dimension: Dimension, n: number, result: DashboardResult, text: Text): View {
  const known = dimension.values.length;
  const counts = sums(result, known + 2, (cell) => result.codes[n]![cell]!);
  const names = [...dimension.values, text('values.other'), text('values.none')];
  const shown = names.map((name, code) => ({ name, code, count: counts[code]! })).filter(({ count }) => count > 0);
  const name = n === 0 && dimension.name === 'event' ? text('values.event') : dimension.name;
  const first = shown.reduce((most, each) => (each.count > most.count ? each : most));
  const share = Math.round((first.count / result.events) * 1000) / 10;
  return {
    title: text('values.title', { name }),
    sentence: text('values.sentence', { name, value: first.name, share }),
    definition: definition(result, text),
    table: { columns: [name, text('column.events')], rows: shown.map((each) => [each.name, each.count]) },
    chart: (theme) =>
      bars(
        theme,
        shown.map(({ name: value, count }) => ({ name: value, value: count, label: format(count, text) })),
        text('axis.events'),
      ),
    marks: shown.map(({ code }) => (code < known ? `value:${n}:${dimension.values[code]!}` : null)),
  };
}

/** The weekdays in the project's order, each by its number from Monday. */
const weekdays = ({ weekStart }: DashboardResult): number[] =>
  Array.from({ length: WEEK }, (_, n) => (n + (weekStart === 'sunday' ? WEEK - 1 : 0)) % WEEK);

function hoursView(result: DashboardResult, text: Text): View {
  const { hours, firstDay, zone } = result;
  const counts = sums(result, WEEK * HOURS, (cell) => {
    const day = firstDay + THURSDAY + Math.floor(hours[cell]! / HOURS);
    return (((day % WEEK) + WEEK) % WEEK) * HOURS + (hours[cell]! % HOURS);
  });
  const dayName = new Intl.DateTimeFormat(text.language === 'zh' ? 'zh-CN' : 'en-GB', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  // 1970-01-05 was a Monday.
  const names = weekdays(result).map((day) => dayName.format(Date.UTC(1970, 0, 5 + day)));
  const cells = weekdays(result).flatMap((day, row) =>
    Array.from({ length: HOURS }, (_, hour) => ({ day, row, hour, count: counts[day * HOURS + hour]! })),
  );
  const most = cells.reduce((best, each) => (each.count > best.count ? each : best));
  return {
    title: text('hours.title'),
    sentence: text('hours.sentence', { day: names[most.row]!, hour: most.hour, events: most.count, zone }),
    definition: definition(result, text),
    table: {
      columns: [text('column.weekday'), text('column.hour'), text('column.events')],
      rows: cells.map(({ row, hour, count }) => [names[row]!, String(hour).padStart(2, '0'), count]),
    },
    chart: (theme) =>
      heatmap(
        theme,
        cells.map(({ row, hour, count }) => ({
          column: hour,
          row,
          share: count / result.events,
          label: `${names[row]} ${hour}:00 ${format(count, text)}`,
        })),
        {
          columns: Array.from({ length: HOURS }, (_, hour) => String(hour)),
          rows: names,
          x: text('axis.hour', { zone }),
          y: '',
        },
      ),
    marks: cells.map(({ day, hour }) => `hour:${day * HOURS + hour}`),
  };
}

/** Events by day, by each value, and by hour and weekday: unfiltered. The page makes them filter each other. */
export function views(result: DashboardResult, text: Text): View[] {
  if (result.events === 0)
    return [{ title: text('days.title'), sentence: text('empty'), table: { columns: [text('column.day')], rows: [] } }];
  return [
    daysView(result, text),
    ...result.dimensions.map((dimension, n) => valuesView(dimension, n, result, text)),
    hoursView(result, text),
  ];
}
