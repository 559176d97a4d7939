import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, endLabels, grid, namedAxis, tooltip } from './base.ts';

export interface BandedLine {
  name: string;
  /** One value for each place on the axis; null leaves a gap. */
  values: readonly (number | null)[];
  /** The bounds of its interval, where they are known. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  /** The row of the table behind each place; by default the place itself. */
  rows?: readonly number[];
}

export interface BandedLineOptions {
  x: string;
  y: string;
  places: readonly string[];
  /** What the tooltip says of a place. */
  label: (place: number) => string;
  max?: number;
  /** Steps instead of slopes, for curves that stand still between their falls. */
  step?: boolean;
  /** Places whose time is not over: their points are hollow. */
  partial?: readonly boolean[];
}

const POINTS_SHOWN = 60;

/** The band from low to high as two stacked areas, the lower of which is not drawn. */
function band({ low = [], high = [] }: BandedLine, colour: string, step: object) {
  const heights = high.map((value, n) => (value === null || low[n] == null ? null : value - low[n]!));
  const common = { type: 'line', stack: 'band', silent: true, symbol: 'none', lineStyle: { opacity: 0 }, ...step };
  return [
    { ...common, data: [...low] },
    { ...common, data: heights, areaStyle: { color: colour, opacity: 0.16 } },
  ];
}

/** A line with the band of its interval, and thinner ones to compare it with, each named at its end. */
export function bandedLine(
  theme: ChartTheme,
  main: BandedLine,
  others: readonly BandedLine[],
  options: BandedLineOptions,
): EChartsCoreOption {
  const step = options.step ? { step: 'end' as const } : {};
  const line = ({ name, values, rows }: BandedLine, colour: string, isMain: boolean) => ({
    type: 'line',
    name,
    data: values.map((value, place) => ({
      value,
      row: rows?.[place] ?? place,
      ...(options.partial?.[place] && { symbol: 'emptyCircle', symbolSize: 8 }),
    })),
    connectNulls: false,
    symbol: 'circle',
    symbolSize: isMain ? 6 : 4,
    showSymbol: values.length <= POINTS_SHOWN,
    color: colour,
    lineStyle: { width: isMain ? 2 : 1, ...(!isMain && { type: 'dashed' }) },
    ...endLabels(theme, others.length > 0),
    ...step,
  });
  const colours = theme.categories;
  return {
    ...base(theme),
    grid: grid({ right: others.length > 0 ? 112 : 24 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      formatter: (at: { dataIndex: number }[]) => options.label(at[0]?.dataIndex ?? 0),
    },
    xAxis: { type: 'category', data: [...options.places], boundaryGap: false, ...namedAxis(theme, options.x) },
    yAxis: { type: 'value', min: 0, max: options.max, ...namedAxis(theme, options.y, 44) },
    series: [
      ...(main.low ? band(main, theme.accent, step) : []),
      line(main, theme.accent, true),
      ...others.map((other, n) => line(other, colours[(n + 1) % colours.length] ?? theme.muted, false)),
    ],
  };
}
