import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, endLabels, grid, namedAxis, tooltip } from './base.ts';

export interface Curve {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  /** The bounds of y at each point, where they are known. */
  band?: readonly (readonly [low: number, high: number])[];
}

export interface CurveOptions {
  x: string;
  y: string;
  /** What knows nothing: a straight line between two points. */
  reference?: readonly [readonly [number, number], readonly [number, number]];
  maxX?: number;
  maxY?: number;
  minY?: number | 'auto';
}

/** The area between the bounds as one polygon, drawn by hand: stacked areas need the same x everywhere. */
function polygon(theme: ChartTheme, { points, band = [] }: Curve) {
  const shape = (_: unknown, at: { coord(point: readonly number[]): number[] }) => ({
    type: 'polygon',
    shape: {
      points: [
        ...points.map(([x], n) => at.coord([x, band[n]![0]])),
        ...points.map(([x], n) => at.coord([x, band[n]![1]])).reverse(),
      ],
    },
    style: { fill: theme.accent, opacity: 0.16 },
  });
  return { type: 'custom', silent: true, renderItem: shape, data: [[0, 0]], clip: true, tooltip: { show: false } };
}

/** The bounds as points that nobody sees: the axes make room for them. */
const extent = ({ points, band = [] }: Curve) => ({
  type: 'scatter',
  silent: true,
  symbolSize: 0,
  tooltip: { show: false },
  data: points.flatMap(([x], n) => band[n]!.map((y) => [x, y])),
});

/** Curves over a numeric axis, the first with its band, beside the line of knowing nothing. */
export function curves(theme: ChartTheme, data: readonly Curve[], options: CurveOptions): EChartsCoreOption {
  const [first] = data;
  const named = data.length > 1;
  return {
    ...base(theme),
    grid: grid({ right: named ? 112 : 24 }),
    tooltip: { ...tooltip(theme), trigger: 'item' },
    xAxis: { type: 'value', min: 0, max: options.maxX, ...namedAxis(theme, options.x) },
    yAxis: {
      type: 'value',
      ...(options.minY === 'auto' ? { scale: true } : { min: options.minY ?? 0 }),
      max: options.maxY,
      ...namedAxis(theme, options.y, 44),
    },
    series: [
      ...(first?.band ? [polygon(theme, first), extent(first)] : []),
      ...(options.reference
        ? [
            {
              type: 'line',
              silent: true,
              showSymbol: false,
              lineStyle: { color: theme.muted, type: 'dashed', width: 1 },
              data: options.reference.map((point) => [...point]),
            },
          ]
        : []),
      ...data.map(({ name, points }, n) => ({
        type: 'line',
        name,
        showSymbol: false,
        color: named ? theme.categories[n % theme.categories.length] : theme.accent,
        ...endLabels(theme, named),
        lineStyle: { width: 2 },
        data: points.map((point) => [...point]),
      })),
    ],
  };
}
