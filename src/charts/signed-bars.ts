import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, namedAxis, tooltip } from './base.ts';
import type { Bar } from './bars.ts';

const AXIS_TEXT = 200;

/** Horizontal bars to both sides of zero, the first on top; the two sides differ by colour and by direction. */
export function signedBars(theme: ChartTheme, data: readonly Bar[], axis: string): EChartsCoreOption {
  const colour = (value: number) => theme.categories[value < 0 ? 1 : 0] ?? theme.accent;
  return {
    ...base(theme),
    grid: { left: 8, right: 48, top: 8, bottom: 32, containLabel: true },
    tooltip: { ...tooltip(theme), trigger: 'item', formatter: '{b}: {c}' },
    // Figures stand right of their bars, those below zero on the free side of it: left of the bar they would meet the names where it is narrow.
    xAxis: { type: 'value', boundaryGap: ['2%', '10%'], ...namedAxis(theme, axis) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: data.map((bar) => bar.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 13, width: AXIS_TEXT, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 20,
        data: data.map((bar) => ({
          value: bar.value,
          itemStyle: { color: colour(bar.value) },
          label: { formatter: () => bar.label },
        })),
        label: { show: true, position: 'right', color: theme.text, fontSize: 12 },
      },
    ],
  };
}
