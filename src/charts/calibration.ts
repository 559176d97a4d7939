import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface CalibrationPoint {
  predicted: number;
  observed: number;
  n: number;
}

const LARGEST = 24;
const SMALLEST = 6;

/** Predicted against observed shares, the points as large as their bins, beside the diagonal on which both are equal. */
export function calibrationChart(
  theme: ChartTheme,
  points: readonly CalibrationPoint[],
  axes: { x: string; y: string },
): EChartsCoreOption {
  const most = Math.max(...points.map(({ n }) => n));
  const size = (n: number) => SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(n / most);
  return {
    ...base(theme),
    grid: grid(),
    tooltip: { ...tooltip(theme), trigger: 'item' },
    xAxis: { type: 'value', min: 0, max: 1, ...namedAxis(theme, axes.x) },
    yAxis: { type: 'value', min: 0, max: 1, ...namedAxis(theme, axes.y, 36) },
    series: [
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { color: theme.muted, type: 'dashed', width: 1 },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        type: 'line',
        lineStyle: { color: theme.accent, width: 1 },
        itemStyle: { color: theme.accent },
        data: points.map(({ predicted, observed, n }) => ({ value: [predicted, observed], symbolSize: size(n) })),
      },
    ],
  };
}
