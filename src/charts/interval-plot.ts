import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, namedAxis, tooltip } from './base.ts';

export interface IntervalRow {
  name: string;
  value: number;
  low: number;
  high: number;
  /** What the tooltip says. */
  label: string;
}

interface Drawing {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

const CAP = 5;

/** Points with their intervals, one row each, around a line at zero. */
export function intervalPlot(theme: ChartTheme, rows: readonly IntervalRow[], axis: string): EChartsCoreOption {
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: theme.accent, lineWidth: 2 },
  });
  const whisker = (_: unknown, at: Drawing) => {
    const [left, y] = at.coord([at.value(0), at.value(2)]);
    const [right] = at.coord([at.value(1), at.value(2)]);
    return {
      type: 'group',
      children: [line(left, y, right, y), line(left, y - CAP, left, y + CAP), line(right, y - CAP, right, y + CAP)],
    };
  };
  return {
    ...base(theme),
    grid: { left: 8, right: 32, top: 8, bottom: 32, containLabel: true },
    tooltip: { ...tooltip(theme), formatter: (at: { dataIndex: number }) => rows[at.dataIndex]?.label ?? '' },
    xAxis: { type: 'value', scale: true, ...namedAxis(theme, axis) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLabel: { color: theme.text, fontSize: 13, width: 200, overflow: 'truncate', interval: 0 },
    },
    series: [
      {
        type: 'custom',
        silent: true,
        renderItem: whisker,
        encode: { x: [0, 1], y: 2 },
        data: rows.map((row, n) => [row.low, row.high, n]),
      },
      {
        type: 'scatter',
        symbolSize: 9,
        itemStyle: { color: theme.accent },
        data: rows.map((row, n) => ({ value: [row.value, n], row: n })),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: theme.muted, type: 'dashed' },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  };
}
