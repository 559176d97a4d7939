import { expect, test } from 'vitest';
import { sameAxes } from './same-axes.ts';

const bars = (...values: number[]) => ({
  xAxis: { type: 'value', min: 0 },
  yAxis: { type: 'category', data: values.map(String) },
  series: [{ type: 'bar', data: values.map((value) => ({ value })) }],
});

test('the axis of figures of both ends at the round number above the highest of either', () => {
  const [a, b] = sameAxes(bars(210, 90), bars(470));
  expect(a.xAxis).toEqual({ type: 'value', min: 0, max: 500 });
  expect(b.xAxis).toEqual({ type: 'value', min: 0, max: 500 });
  expect(a.yAxis).toEqual({ type: 'category', data: ['210', '90'] });
});

test('the colours of two heat maps mean the same', () => {
  const map = (max: number) => ({ visualMap: { min: 0, max }, series: [{ type: 'heatmap', data: [] }] });
  const [a, b] = sameAxes(map(0.2), map(0.6));
  expect([a.visualMap, b.visualMap]).toEqual([
    { min: 0, max: 0.6 },
    { min: 0, max: 0.6 },
  ]);
});

test('an end that is set stays, and stacks are left alone', () => {
  const set = { yAxis: { type: 'value', max: 1 }, series: [{ type: 'line', data: [0.4] }] };
  expect(sameAxes(set, set)[0].yAxis).toEqual({ type: 'value', max: 1 });
  const stacked = { yAxis: { type: 'value' }, series: [{ type: 'bar', stack: 's', data: [4] }] };
  expect(sameAxes(stacked, stacked)[0].yAxis).toEqual({ type: 'value' });
});
