import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { signedBars } from './signed-bars.ts';

export interface ProfileFeature {
  name: string;
  /** In standard deviations, against the rest. */
  difference: number;
}

/** What sets a group apart: bars to both sides of the rest's mean, the greatest difference on top. */
export const profile = (theme: ChartTheme, features: readonly ProfileFeature[], axis: string): EChartsCoreOption =>
  signedBars(
    theme,
    features.map(({ name, difference }) => ({
      name,
      value: Number(difference.toFixed(3)),
      label: `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)}`,
    })),
    axis,
  );
