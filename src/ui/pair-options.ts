import type { EChartsCoreOption } from 'echarts/core';
import { sameAxes } from '../charts/same-axes.ts';

type Option = EChartsCoreOption | null;

/** The charts of one or two answers; two of them with the same axes. */
export const pairOptions = (a: Option, b: Option): [Option, Option] => (a && b ? sameAxes(a, b) : [a, b]);
