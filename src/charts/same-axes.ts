import type { EChartsCoreOption } from 'echarts/core';

type Axis = Record<string, unknown>;

const list = (part: unknown): Axis[] => (part === undefined ? [] : ([part].flat() as Axis[]));

const figure = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : NaN);

/** The figures of a series along one axis: of pairs the part that lies on it, of bare values all. */
function figures(series: Axis, side: 0 | 1): number[] {
  const data = Array.isArray(series.data) ? (series.data as unknown[]) : [];
  return data.map((item) => {
    const value = typeof item === 'object' && item !== null && 'value' in item ? item.value : item;
    return figure(Array.isArray(value) ? value[side] : value);
  });
}

/** The highest figure along an axis; NaN where it can't be read off the data: stacked bars, custom shapes, an end that is set. */
function highest(option: EChartsCoreOption, side: 0 | 1): number {
  const [axis, ...others] = list(side === 0 ? option.xAxis : option.yAxis);
  const series = list(option.series);
  const readable = series.every(({ type, stack }) => !stack && ['bar', 'line', 'scatter'].includes(String(type)));
  if (!axis || axis.type !== 'value' || axis.max !== undefined || others.length > 0 || !readable) return NaN;
  return Math.max(...series.flatMap((each) => figures(each, side)).filter((value) => !Number.isNaN(value)));
}

/** A round end of an axis: 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8].find((step) => step * power >= value) ?? 10) * power;
}

const withEnd = (axis: unknown, max: number): unknown => ({ ...list(axis)[0], max });

/** Two charts of the same question with the same end of each axis of figures, as far as it can be told: else one reads a difference that is none. */
export function sameAxes(a: EChartsCoreOption, b: EChartsCoreOption): [EChartsCoreOption, EChartsCoreOption] {
  let pair: [EChartsCoreOption, EChartsCoreOption] = [a, b];
  for (const [name, side] of [
    ['xAxis', 0],
    ['yAxis', 1],
  ] as const) {
    const end = Math.max(highest(a, side), highest(b, side));
    if (Number.isFinite(end) && end > 0)
      pair = [
        { ...pair[0], [name]: withEnd(pair[0][name], roundUp(end)) },
        { ...pair[1], [name]: withEnd(pair[1][name], roundUp(end)) },
      ];
  }
  const [mapA, mapB] = [list(a.visualMap), list(b.visualMap)];
  if (mapA.length === 1 && mapB.length === 1) {
    const max = Math.max(figure(mapA[0]!.max), figure(mapB[0]!.max));
    if (Number.isFinite(max))
      pair = [
        { ...pair[0], visualMap: { ...mapA[0], max } },
        { ...pair[1], visualMap: { ...mapB[0], max } },
      ];
  }
  return pair;
}
