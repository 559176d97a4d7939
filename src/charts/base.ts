import type { ChartTheme } from '../contract/view.ts';

/** The tooltip of every chart: drawn on the canvas, since one made of HTML would need inline styles and could run script. */
export const tooltip = (theme: ChartTheme) => ({
  renderMode: 'richText' as const,
  confine: true,
  backgroundColor: theme.surface,
  borderColor: theme.line,
  textStyle: { color: theme.text, fontFamily: theme.font, fontSize: 12 },
});

/** What all charts share: type, and no motion beyond the page's own. */
export const base = (theme: ChartTheme) => ({
  textStyle: { fontFamily: theme.font, color: theme.text, fontSize: 12 },
  animationDuration: 150,
  animationDurationUpdate: 150,
});

/** An axis named in the middle of its length. */
export const namedAxis = (theme: ChartTheme, name: string, gap = 28) => ({
  name,
  nameLocation: 'middle' as const,
  nameGap: gap,
  nameTextStyle: { color: theme.muted, fontSize: 12 },
  axisLabel: { color: theme.muted, fontSize: 12, hideOverlap: true },
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { lineStyle: { color: theme.line } },
  splitLine: { lineStyle: { color: theme.line } },
});

/** The names of lines at their ends; where lines end close together the names make room for each other. */
export const endLabels = (theme: ChartTheme, show: boolean) => ({
  endLabel: { show, formatter: '{a}', color: theme.text, lineHeight: 17, distance: 8 },
  labelLayout: { moveOverlap: 'shiftY' as const },
});

/** The space around the plot; labels and axis names stay within it. */
export const grid = (space: { right?: number; top?: number } = {}) => ({
  ...{ left: 8, right: 24, top: 24, bottom: 8, ...space },
  outerBoundsMode: 'same' as const,
  outerBoundsContain: 'all' as const,
});
