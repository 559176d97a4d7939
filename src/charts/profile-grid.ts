import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface GridCell {
  column: number;
  row: number;
  /** What the colour says; null: not known, and left blank. */
  value: number | null;
  /** What stands in the cell. */
  text: string;
  /** What the tooltip says. */
  label: string;
}

export interface GridOptions {
  columns: readonly string[];
  rows: readonly string[];
  x: string;
  y: string;
}

/** Figures of any size on a grid, one hue from the least to the greatest; the first row on top. */
export function valueGrid(theme: ChartTheme, cells: readonly GridCell[], options: GridOptions): EChartsCoreOption {
  const values = cells.map(({ value }) => value).filter((value) => value !== null);
  return {
    ...base(theme),
    grid: grid({ right: 16, top: 8 }),
    tooltip: { ...tooltip(theme), formatter: (at: { dataIndex: number }) => cells[at.dataIndex]?.label ?? '' },
    xAxis: { type: 'category', data: [...options.columns], ...namedAxis(theme, options.x), splitLine: { show: false } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...options.rows],
      ...namedAxis(theme, options.y, 36),
      splitLine: { show: false },
    },
    visualMap: {
      show: false,
      type: 'continuous',
      min: Math.min(0, ...values),
      max: Math.max(1e-9, ...values),
      dimension: 2,
      inRange: { color: [theme.surface, theme.accent] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map(({ column, row, value }) => ({
          value: [column, row, value ?? '-'],
          itemStyle: { borderColor: theme.line, borderWidth: 1 },
        })),
        label: {
          show: true,
          color: theme.text,
          fontSize: 12,
          textBorderColor: theme.surface,
          textBorderWidth: 2,
          formatter: (at: { dataIndex: number }) => cells[at.dataIndex]?.text ?? '',
        },
      },
    ],
  };
}
