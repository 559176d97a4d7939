import type { EChartsCoreOption } from 'echarts/core';

interface Axis {
  type?: string;
  data?: readonly unknown[];
}

const rowHeight = 30;
const besideRows = 96;
const shortest = 220;

/** How tall a chart must be, in pixels: one with a row for each category grows with them, every other has `usual`. */
export function chartHeight(option: EChartsCoreOption, usual: number): number {
  const axes = [option.yAxis ?? []].flat() as Axis[];
  const rows = axes.find((axis) => axis.type === 'category')?.data?.length;
  return rows === undefined ? usual : Math.max(shortest, rows * rowHeight + besideRows);
}
