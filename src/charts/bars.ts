import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, grid, namedAxis, tooltip } from './base.ts';

export interface Bar {
  name: string;
  value: number;
  /** What stands at the end of the bar. */
  label: string;
}

const AXIS_TEXT = 210;
/** Between a bar, its label and the frame. */
const GAP = 10;
/** At least so wide is the room of the bars where the chart is not narrow: what a bar leaves of it is its label's. */
const BARS = 200;
/** As many signs of a tip stand on one line. */
const TIP = 60;

/** About how wide a text is drawn at 13 px, in the widest of the fonts that a system may have: figures above all. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 13 : 8), 0);

/** All of a bar, on lines that are not too long: the chart may have cut its name or its label. */
function tip({ name, value, label }: Bar): string {
  const lines = [''];
  for (const word of label.split(' ')) {
    if (lines.at(-1)!.length + word.length > TIP) lines.push('');
    lines[lines.length - 1] += `${word} `;
  }
  return `${name.replaceAll('\n', ' ')}: ${value}\n${lines.join('\n')}`;
}

/** Horizontal bars from zero, the first on top, each with its name before and its figure behind it. */
export function bars(theme: ChartTheme, data: readonly Bar[], axis: string): EChartsCoreOption {
  const room = Math.min(260, Math.max(112, 16 + Math.max(0, ...data.map((bar) => widthOf(bar.label)))));
  const most = Math.max(1e-12, ...data.map(({ value }) => value));
  const labelled = (width: (bar: Bar) => number) =>
    data.map((bar) => ({ value: bar.value, label: { formatter: () => bar.label, width: width(bar) } }));
  return {
    ...base(theme),
    grid: grid({ right: room, top: 8 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => tip(data[dataIndex]!),
    },
    xAxis: { type: 'value', min: 0, ...namedAxis(theme, axis) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: data.map((bar) => bar.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 13, width: AXIS_TEXT, overflow: 'truncate', interval: 0 },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 32,
        itemStyle: { color: theme.accent, borderRadius: [0, 3, 3, 0] },
        data: labelled((bar) => room - GAP + BARS * (1 - Math.max(0, bar.value) / most)),
        label: {
          ...{ show: true, position: 'right', color: theme.text, fontSize: 13 },
          // Else the frame would cut a long one without a sign.
          ...{ overflow: 'truncate', ellipsis: '…' },
        },
      },
    ],
    media: [
      {
        query: { maxWidth: 480 },
        option: {
          grid: { right: Math.min(room, 130) },
          yAxis: { axisLabel: { width: 110 } },
          series: [{ label: { fontSize: 11 }, data: labelled(() => Math.min(room, 130) - GAP) }],
        },
      },
    ],
  };
}
