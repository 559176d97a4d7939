import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

/** Points beside the line on which both of their values are equal. */
export function scatterLine(
  theme: ChartTheme,
  points: readonly (readonly [x: number, y: number])[],
  axes: { x: string; y: string },
): EChartsCoreOption {
  const values = points.flatMap((point) => [...point]);
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  return {
    ...base(theme),
    grid: grid(),
    tooltip: { ...tooltip(theme), trigger: 'item' },
    xAxis: { type: 'value', scale: true, ...namedAxis(theme, axes.x) },
    yAxis: { type: 'value', scale: true, ...namedAxis(theme, axes.y, 44) },
    series: [
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { color: theme.muted, type: 'dashed', width: 1 },
        data:
          points.length > 0
            ? [
                [low, low],
                [high, high],
              ]
            : [],
      },
      {
        type: 'scatter',
        symbolSize: 5,
        itemStyle: { color: theme.accent, opacity: 0.5 },
        data: points.map((point) => [...point]),
      },
    ],
  };
}
