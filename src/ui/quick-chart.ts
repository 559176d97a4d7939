import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';

export type QuickKind = 'bar' | 'line' | 'scatter';

export interface QuickData {
  x: (string | number | null)[];
  y: (number | null)[];
  xName: string;
  yName: string;
  /** `value` for numbers, `time` for ISO times, `category` for everything else. */
  xAxis: 'value' | 'time' | 'category';
}

/** A chart of two columns as they are; nothing is aggregated. */
export function quickChart(kind: QuickKind, data: QuickData, theme: ChartTheme): EChartsCoreOption {
  const axis = {
    axisLine: { lineStyle: { color: theme.line } },
    axisLabel: { color: theme.muted, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
    nameTextStyle: { color: theme.muted },
  };
  const xType = kind === 'bar' ? 'category' : data.xAxis;
  const points = data.x.map((x, index) => [kind === 'bar' ? String(x ?? '') : x, data.y[index]]);
  return {
    textStyle: { fontFamily: theme.font, color: theme.text },
    color: [...theme.categories],

    grid: { left: 16, right: 24, top: 32, bottom: 40, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: { trigger: kind === 'scatter' ? 'item' : 'axis', renderMode: 'richText' },
    xAxis: { ...axis, type: xType, name: data.xName, nameLocation: 'middle', nameGap: 30, splitLine: { show: false } },
    yAxis: { ...axis, type: 'value', name: data.yName, scale: kind === 'scatter' },
    series: [
      {
        type: kind,
        data: points,
        symbolSize: kind === 'scatter' ? 5 : 4,
        showSymbol: points.length < 100,
        large: kind === 'scatter' && points.length > 5000,
        itemStyle: { color: theme.categories[0] },
        lineStyle: { width: 2 },
        barMaxWidth: 48,
      },
    ],
  };
}
