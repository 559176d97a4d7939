import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface ScatterPoint {
  x: number;
  y: number;
  /** A place in the list of groups. */
  group: number;
  /** What it is, where that is more than its group. */
  name?: string;
}

export interface ScatterOptions {
  x: string;
  y: string;
  groups: readonly string[];
  /** The group of what is in none of the others: drawn small and grey. */
  rest?: number;
}

/** Groups differ by shape too, since colours alone can't be told apart by everyone. */
const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin', 'arrow'];
const FINE = 4;
const COARSE = 8;
const MANY = 1000;
const TELEPHONE = 480;

const told = (point: ScatterPoint | undefined, groups: readonly string[]): string =>
  [point?.name, groups[point?.group ?? -1]].filter(Boolean).join(' · ');

/** Points coloured by group. One series, so that a point's place is its row in the table; the legend switches groups off and on. */
export function scatter(
  theme: ChartTheme,
  points: readonly ScatterPoint[],
  options: ScatterOptions,
): EChartsCoreOption {
  const { groups } = options;
  const colourOf = (n: number) =>
    n === options.rest ? theme.muted : (theme.categories[n % theme.categories.length] ?? theme.accent);
  const shapeOf = (n: number) => (n === options.rest ? 'circle' : SHAPES[n % SHAPES.length]);
  const size = points.length > MANY ? FINE : COARSE;
  return {
    ...base(theme),
    grid: grid({ top: 16, right: 160 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (at: { dataIndex: number }) => told(points[at.dataIndex], groups),
    },
    xAxis: { type: 'value', scale: true, ...namedAxis(theme, options.x) },
    yAxis: { type: 'value', scale: true, ...namedAxis(theme, options.y, 40) },
    visualMap: {
      type: 'piecewise',
      dimension: 2,
      right: 0,
      top: 16,
      itemSymbol: 'circle',
      // The first group on top, its sign before its name.
      ...{ inverse: true, align: 'left' },
      textStyle: { color: theme.text, fontSize: 12, width: 120, overflow: 'truncate' },
      pieces: groups.map((name, n) => ({
        value: n,
        label: name,
        color: colourOf(n),
        symbol: shapeOf(n),
      })),
    },
    series: [
      {
        type: 'scatter',
        symbolSize: size,
        itemStyle: { opacity: 0.7 },
        data: points.map(({ x, y, group }) => ({
          ...{ value: [x, y, group], symbol: shapeOf(group) },
          ...(group === options.rest && { symbolSize: size / 2 }),
        })),
      },
    ],
    media: [
      {
        query: { maxWidth: TELEPHONE },
        option: { grid: { right: 112 }, visualMap: { textStyle: { width: 76, fontSize: 11 } } },
      },
      { option: { grid: { right: 160 }, visualMap: { textStyle: { width: 120, fontSize: 12 } } } },
    ],
  };
}
