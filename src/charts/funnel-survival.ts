import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

/** One point of a curve that rises in steps; shares in percent. */
export interface CurvePoint {
  x: number;
  value: number;
  low: number;
  high: number;
  /** What the tooltip says of it. */
  label: string;
}

/** A share that rises in steps over a true scale of time, with its interval as thin lines. */
export function risingCurve(
  theme: ChartTheme,
  points: readonly CurvePoint[],
  axes: { x: string; y: string },
): EChartsCoreOption {
  const series = (of: (point: CurvePoint) => number, isBound: boolean) => ({
    type: 'line',
    step: 'end',
    symbol: 'none',
    silent: isBound,
    data: [[0, 0], ...points.map((point) => [point.x, of(point)])],
    lineStyle: isBound ? { width: 1, type: 'dashed', color: theme.muted } : { width: 2, color: theme.accent },
  });
  return {
    ...base(theme),
    grid: grid(),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      formatter: (at: { dataIndex: number }[]) => points[(at[0]?.dataIndex ?? 0) - 1]?.label ?? '',
    },
    xAxis: { type: 'value', min: 0, ...namedAxis(theme, axes.x) },
    yAxis: { type: 'value', min: 0, ...namedAxis(theme, axes.y, 40) },
    series: [series(({ value }) => value, false), series(({ low }) => low, true), series(({ high }) => high, true)],
  };
}
