import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface StackedSeries {
  name: string;
  /** One value for each place on the axis; those below zero hang from it. */
  values: readonly number[];
  /** The row of the table behind each value. */
  rows: readonly number[];
}

export interface StackedBarsOptions {
  x: string;
  y: string;
  places: readonly string[];
  /** What the tooltip says of a place. */
  label: (place: number) => string;
  /** Places whose time is not over: their bars are paler. */
  partial?: readonly boolean[];
}

/** Columns stacked from zero upwards and downwards, with a legend, since the parts have no ends to write their names at. */
export function stackedBars(
  theme: ChartTheme,
  series: readonly StackedSeries[],
  options: StackedBarsOptions,
): EChartsCoreOption {
  return {
    ...base(theme),
    grid: grid({ top: 40 }),
    legend: { top: 0, left: 0, textStyle: { color: theme.text, fontSize: 12 }, itemWidth: 12, itemHeight: 12 },
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (at: { dataIndex: number }[]) => options.label(at[0]?.dataIndex ?? 0),
    },
    xAxis: { type: 'category', data: [...options.places], ...namedAxis(theme, options.x) },
    yAxis: { type: 'value', ...namedAxis(theme, options.y, 44) },
    series: series.map(({ name, values, rows }, n) => ({
      type: 'bar',
      name,
      stack: 'all',
      color: theme.categories[n % theme.categories.length],
      data: values.map((value, place) => ({
        value,
        row: rows[place],
        ...(options.partial?.[place] && { itemStyle: { opacity: 0.5 } }),
      })),
    })),
  };
}
