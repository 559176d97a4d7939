import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, namedAxis, tooltip } from './base.ts';

export interface GroupedBarsOptions {
  /** What stands on the vertical axis, the first on top. */
  groups: readonly string[];
  /** One bar for each series in each group. */
  series: readonly { name: string; values: readonly number[] }[];
  axis: string;
}

/** Horizontal bars from zero, several beside one another in each group; a group is a row of the table. */
export function groupedBars(theme: ChartTheme, { groups, series, axis }: GroupedBarsOptions): EChartsCoreOption {
  return {
    ...base(theme),
    grid: { left: 8, right: 24, top: 32, bottom: 32, containLabel: true },
    legend: { top: 0, textStyle: { color: theme.text }, icon: 'roundRect', itemHeight: 8 },
    tooltip: { ...tooltip(theme), trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', min: 0, ...namedAxis(theme, axis) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...groups],
      axisTick: { show: false },
      axisLabel: { color: theme.text, fontSize: 13, width: 200, overflow: 'truncate', interval: 0 },
    },
    series: series.map(({ name, values }, n) => ({
      type: 'bar',
      name,
      barMaxWidth: 10,
      itemStyle: { color: theme.categories[n % theme.categories.length], borderRadius: [0, 2, 2, 0] },
      data: values.map((value, row) => ({ value, row })),
    })),
  };
}
