import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, endLabels, grid, namedAxis, tooltip } from './base.ts';

export interface Line {
  name: string;
  /** One value for each place on the axis; null leaves a gap. */
  values: readonly (number | null)[];
}

export interface LineOptions {
  x: string;
  y: string;
  places: readonly string[];
  /** How a value is written in the tooltip. */
  format: (value: number) => string;
  max?: number;
}

const POINTS_SHOWN = 40;

/** Lines over ordered places from zero up, each named at its end; nothing is drawn where nothing is known. */
export function lines(theme: ChartTheme, data: readonly Line[], options: LineOptions): EChartsCoreOption {
  const named = data.length > 1;
  return {
    ...base(theme),
    grid: grid({ right: named ? 96 : 24 }),
    tooltip: { ...tooltip(theme), trigger: 'axis', valueFormatter: (value: unknown) => shown(value, options.format) },
    xAxis: { type: 'category', data: [...options.places], boundaryGap: false, ...namedAxis(theme, options.x) },
    yAxis: { type: 'value', min: 0, max: options.max, ...namedAxis(theme, options.y, 44) },
    series: data.map((line, n) => ({
      type: 'line',
      name: line.name,
      data: [...line.values],
      connectNulls: false,
      showSymbol: line.values.length <= POINTS_SHOWN,
      color: named ? theme.categories[n % theme.categories.length] : theme.accent,
      ...endLabels(theme, named),
      lineStyle: { width: 2 },
    })),
  };
}

const shown = (value: unknown, format: (value: number) => string): string =>
  typeof value === 'number' ? format(value) : '–';
