import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface Bin {
  /** Where the bin begins, as it is read on the axis. */
  name: string;
  count: number;
}

/** Touching columns from zero over equal bins. */
export function histogramChart(
  theme: ChartTheme,
  bins: readonly Bin[],
  axes: { x: string; y: string },
): EChartsCoreOption {
  return {
    ...base(theme),
    grid: grid(),
    tooltip: { ...tooltip(theme), trigger: 'item', formatter: '{b}: {c}' },
    xAxis: { type: 'category', data: bins.map((bin) => bin.name), ...namedAxis(theme, axes.x) },
    yAxis: { type: 'value', min: 0, minInterval: 1, ...namedAxis(theme, axes.y, 40) },
    series: [
      { type: 'bar', barCategoryGap: '4%', itemStyle: { color: theme.accent }, data: bins.map((bin) => bin.count) },
    ],
  };
}
