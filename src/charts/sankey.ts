import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { base, tooltip } from './base.ts';

export interface SankeyNode {
  /** Column from the left, from 0. */
  column: number;
  label: string;
  value: number;
  /** A place in the palette; null for what is no event of its own. */
  colour: number | null;
  tip: string;
  /** The row of the table that says the same. */
  row: number;
}

export interface SankeyLink {
  /** Places in the list of nodes. */
  from: number;
  to: number;
  value: number;
  tip: string;
  row: number;
}

const WIDE = { columns: 96, narrow: 52 };

/** Labels stand right of their node, in the last column left of it; as wide as the columns allow. */
const label = (theme: ChartTheme, width: number, fontSize: number) => ({
  color: theme.text,
  fontSize,
  width,
  overflow: 'truncate' as const,
  ellipsis: '…',
  textBorderColor: theme.surface,
  textBorderWidth: 2,
});

/** Flows from left to right, column by column; nodes and links as tall as the paths they carry. */
export function sankey(
  theme: ChartTheme,
  nodes: readonly SankeyNode[],
  links: readonly SankeyLink[],
): EChartsCoreOption {
  const last = Math.max(0, ...nodes.map((node) => node.column));
  const colourOf = (colour: number | null) =>
    colour === null ? theme.muted : (theme.categories[colour % theme.categories.length] ?? theme.accent);
  const space = Math.round((4 * WIDE.columns) / Math.max(4, last));
  return {
    ...base(theme),
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (at: { data?: { tip?: string } }) => at.data?.tip ?? '',
    },
    series: [
      {
        type: 'sankey',
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 14,
        layoutIterations: 32,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'source', opacity: theme.dark ? 0.35 : 0.28, curveness: 0.5 },
        label: label(theme, space, 12),
        labelLayout: { hideOverlap: true },
        data: nodes.map((node, n) => ({
          name: String(n),
          depth: node.column,
          value: node.value,
          tip: node.tip,
          row: node.row,
          itemStyle: { color: colourOf(node.colour), borderWidth: 0 },
          label: { formatter: () => node.label, position: node.column === last ? 'left' : 'right' },
        })),
        links: links.map(({ from, to, value, tip, row }) => ({
          source: String(from),
          target: String(to),
          value,
          tip,
          row,
        })),
      },
    ],
    media: [
      {
        query: { maxWidth: 480 },
        option: { series: [{ label: label(theme, Math.round(space * 0.55), 10), nodeGap: 10 }] },
      },
    ],
  };
}
