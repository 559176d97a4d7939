import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, endLabels, grid, namedAxis, tooltip } from './base.ts';

export interface RowLine {
  name: string;
  /** One value for each place on the axis; null leaves a gap. */
  values: readonly (number | null)[];
  /** The row of the table behind each value. */
  rows: readonly number[];
}

export interface RowLinesOptions {
  x: string;
  y: string;
  places: readonly string[];
  /** What the tooltip says of a place. */
  label: (place: number) => string;
}

const POINTS_SHOWN = 60;

/** Lines over ordered places from zero up, each named at its end, every point leading to a row of the table. */
export function rowLines(theme: ChartTheme, lines: readonly RowLine[], options: RowLinesOptions): EChartsCoreOption {
  const named = lines.length > 1;
  return {
    ...base(theme),
    grid: grid({ right: named ? 96 : 24 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      formatter: (at: { dataIndex: number }[]) => options.label(at[0]?.dataIndex ?? 0),
    },
    xAxis: { type: 'category', data: [...options.places], boundaryGap: false, ...namedAxis(theme, options.x) },
    yAxis: { type: 'value', min: 0, ...namedAxis(theme, options.y, 44) },
    series: lines.map(({ name, values, rows }, n) => ({
      type: 'line',
      name,
      data: values.map((value, place) => ({ value, row: rows[place] })),
      connectNulls: false,
      symbol: 'circle',
      symbolSize: 5,
      showSymbol: values.length <= POINTS_SHOWN,
      color: named ? theme.categories[n % theme.categories.length] : theme.accent,
      lineStyle: { width: 2 },
      ...endLabels(theme, named),
    })),
  };
}
