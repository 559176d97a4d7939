import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface Cell {
  column: number;
  row: number;
  /** 0..1, or null where nothing is known: the cell is left out. */
  share: number | null;
  label: string;
  /** What is written in the cell; the share in percent where nothing is said. */
  text?: string;
  /** Hatched: the cell's time is not over. */
  partial?: boolean;
}

export interface HeatmapOptions {
  columns: readonly string[];
  rows: readonly string[];
  x: string;
  y: string;
  /** The first column is like the others; by default it holds everyone, and the scale is that of the others. */
  whole?: boolean;
}

const HATCH = {
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [1, 6],
  rotation: -Math.PI / 4,
  color: 'rgba(128,128,128,0.45)',
};
const LABELLED_COLUMNS = 16;

/** Shares as one hue over the surface, each written in its cell; cells that can't be known yet stay blank. */
export function heatmap(theme: ChartTheme, cells: readonly Cell[], options: HeatmapOptions): EChartsCoreOption {
  const scaled = options.whole ? cells : cells.filter((cell) => cell.column > 0);
  const darkest = Math.max(1e-9, ...scaled.map((cell) => cell.share ?? 0));
  const dense = options.columns.length > LABELLED_COLUMNS;
  return {
    ...base(theme),
    grid: grid({ right: 16, top: 8 }),
    tooltip: { ...tooltip(theme), formatter: (at: { dataIndex: number }) => cells[at.dataIndex]?.label ?? '' },
    xAxis: {
      type: 'category',
      position: 'top',
      data: [...options.columns],
      ...namedAxis(theme, options.x),
      splitLine: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...options.rows],
      ...namedAxis(theme, options.y, 116),
      splitLine: { show: false },
    },
    visualMap: {
      show: false,
      type: 'continuous',
      min: 0,
      max: darkest,
      dimension: 2,
      inRange: { color: [theme.surface, theme.accent] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell) => ({
          value: [cell.column, cell.row, cell.share === null ? '-' : Math.min(cell.share, darkest)],
          itemStyle: { borderColor: theme.line, borderWidth: 1, ...(cell.partial && { decal: HATCH }) },
        })),
        label: {
          show: !dense,
          color: theme.text,
          fontSize: 12,
          textBorderColor: theme.surface,
          textBorderWidth: 2,
          formatter: (at: { dataIndex: number }) =>
            cells[at.dataIndex]?.text ?? percent(cells[at.dataIndex]?.share ?? null),
        },
      },
    ],
  };
}

const percent = (share: number | null): string => (share === null ? '' : `${Math.round(share * 100)}`);
