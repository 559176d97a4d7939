import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';
import { diverging } from './matrix-diverging.ts';

export interface MatrixCell {
  column: number;
  row: number;
  /** A share; or a difference, below zero too. */
  value: number;
  tip: string;
  /** Written in the cell. */
  label: string;
  /** Whether it is to be seen at first sight: others are pale. */
  strong?: boolean;
}

export interface MatrixOptions {
  columns: readonly string[];
  rows: readonly string[];
  x: string;
  /** Two hues about zero, rather than one from zero up. */
  signed?: boolean;
  /** A column to set apart. */
  centre?: number;
}

/** From so dark a shade on, a figure is written in the colour of the page. */
const DARK = 0.6;
const LABELLED_COLUMNS = 14;
const NAME_WIDTH = 160;

/** Rows by columns, a shade and a figure in each cell; nothing is drawn where there is nothing. */
export function matrix(theme: ChartTheme, cells: readonly MatrixCell[], options: MatrixOptions): EChartsCoreOption {
  const most = Math.max(1e-12, ...cells.map((cell) => Math.abs(cell.value)));
  const shown = options.columns.length <= LABELLED_COLUMNS;
  const isDark = ({ value, strong }: MatrixCell) => !options.signed && strong !== false && value / most > DARK;
  const narrow = { axisLabel: { width: 76, fontSize: 11 } };
  return {
    ...base(theme),
    grid: grid({ right: 12, top: 36 }),
    tooltip: { ...tooltip(theme), formatter: (at: { dataIndex: number }) => cells[at.dataIndex]?.tip ?? '' },
    xAxis: {
      type: 'category',
      position: 'top',
      data: [...options.columns],
      ...namedAxis(theme, options.x, 24),
      splitLine: { show: false },
      splitArea: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...options.rows],
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: theme.text,
        fontSize: 12,
        width: NAME_WIDTH,
        overflow: 'truncate',
        ellipsis: '…',
        interval: 0,
      },
    },
    visualMap: {
      show: false,
      type: 'continuous',
      min: options.signed ? -most : 0,
      max: most,
      dimension: 2,
      inRange: {
        color: options.signed ? [-1, 0, 1].map((value) => diverging(theme, value)) : [theme.surface, theme.accent],
      },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell) => ({
          value: [cell.column, cell.row, cell.value],
          itemStyle: { borderColor: theme.surface, borderWidth: 1, opacity: cell.strong === false ? 0.35 : 1 },
          ...(isDark(cell) && { label: { color: theme.surface, textBorderWidth: 0 } }),
        })),
        label: {
          show: shown,
          color: theme.text,
          fontSize: 12,
          textBorderColor: theme.surface,
          textBorderWidth: 2,
          formatter: (at: { dataIndex: number }) => cells[at.dataIndex]?.label ?? '',
        },
        ...(options.centre !== undefined && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: theme.muted, type: 'dashed' },
            data: [{ xAxis: options.centre }],
          },
        }),
      },
    ],
    media: [{ query: { maxWidth: 480 }, option: { yAxis: narrow, series: [{ label: { fontSize: 10 } }] } }],
  };
}
