import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, tooltip } from './base.ts';

/** A stretch of time on a row: epoch ms, and which kind it is of. */
export interface Span {
  row: number;
  from: number;
  to: number;
  kind: number;
}

interface Drawing {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
  size(extent: [number, number]): [number, number];
}

const THICKNESS = 0.56;

/** Stretches of time, one row each, first on top, coloured by kind. */
export function spans(
  theme: ChartTheme,
  data: readonly Span[],
  { rows, kinds }: { rows: readonly string[]; kinds: readonly string[] },
): EChartsCoreOption {
  const box = (_: unknown, at: Drawing) => {
    const [left, y] = at.coord([at.value(0), at.value(2)]);
    const [right] = at.coord([at.value(1), at.value(2)]);
    const height = at.size([0, 1])[1] * THICKNESS;
    return {
      type: 'rect',
      shape: { x: left, y: y - height / 2, width: Math.max(1, right - left), height },
      style: { fill: theme.categories[at.value(3)] ?? theme.accent },
    };
  };
  return {
    ...base(theme),
    grid: grid({ top: 40 }),
    legend: { top: 0, left: 0, textStyle: { color: theme.text }, data: [...kinds], selectedMode: false },
    tooltip: { ...tooltip(theme), formatter: (at: { seriesName: string }) => at.seriesName },
    xAxis: {
      type: 'time',
      axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true, formatter: '{yyyy}-{MM}-{dd}' },
      axisLine: { lineStyle: { color: theme.line } },
      splitLine: { show: true, lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...rows],
      axisTick: { show: false },
      axisLabel: { color: theme.text, fontSize: 12 },
    },
    series: kinds.map((name, kind) => ({
      type: 'custom',
      name,
      color: theme.categories[kind],
      renderItem: box,
      encode: { x: [0, 1], y: 2 },
      data: data.filter((span) => span.kind === kind).map((span) => [span.from, span.to, span.row, span.kind]),
    })),
  };
}
