import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { apart } from './apart.ts';
import { base, tooltip } from './base.ts';
import { diverging } from './matrix-diverging.ts';

export interface GraphNode {
  label: string;
  /** Its size follows the root of this. */
  value: number;
  /** Where paths begin and end: drawn in grey. */
  isEdge: boolean;
  tip: string;
  /** The row of the table that says the same. */
  row: number;
}

export interface GraphLink {
  from: number;
  to: number;
  /** Its width follows this, as a part of the greatest. */
  value: number;
  /** −1..1 of the greatest difference, for a view of differences; null for a plain one. */
  difference: number | null;
  label: string;
  tip: string;
  row: number;
}

interface Point {
  x: number;
  y: number;
}

/** On an ellipse, the first node at the left, clockwise: flat, since a chart is wider than high. */
export function circularLayout(count: number): Point[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = Math.PI + (2 * Math.PI * n) / Math.max(1, count);
    return { x: 300 * Math.cos(angle), y: 170 * Math.sin(angle) };
  });
}

const ROUNDS = 300;

/**
 * Linked nodes draw near, all others push away (Fruchterman and Reingold 1991), from the circle on and without chance, so that the
 * same graph always has the same picture.
 */
export function forceLayout(count: number, links: readonly Pick<GraphLink, 'from' | 'to' | 'value'>[]): Point[] {
  const points = circularLayout(count);
  const most = Math.max(1e-12, ...links.map((link) => link.value));
  const ideal = 480 / Math.sqrt(Math.max(1, count));
  for (let round = 0; round < ROUNDS; round++) {
    const moves = points.map(() => ({ x: 0, y: 0 }));
    const push = (a: number, b: number, force: (distance: number) => number) => {
      const [dx, dy] = [points[a]!.x - points[b]!.x, points[a]!.y - points[b]!.y];
      const distance = Math.max(1, Math.hypot(dx, dy));
      const part = force(distance) / distance;
      moves[a]!.x += dx * part;
      moves[a]!.y += dy * part;
      moves[b]!.x -= dx * part;
      moves[b]!.y -= dy * part;
    };
    for (let a = 0; a < count; a++)
      for (let b = a + 1; b < count; b++) push(a, b, (distance) => (ideal * ideal) / distance);
    for (const { from, to, value } of links)
      if (from !== to)
        push(from, to, (distance) => (-(distance * distance) / ideal) * (0.3 + (0.7 * value) / most) * 0.5);
    const heat = 40 * (1 - round / ROUNDS);
    points.forEach((point, n) => {
      const length = Math.max(1e-9, Math.hypot(moves[n]!.x, moves[n]!.y));
      const step = Math.min(length, heat) / length;
      point.x += moves[n]!.x * step;
      point.y = Math.max(-200, Math.min(200, point.y + moves[n]!.y * step));
    });
  }
  return points;
}

/**
 * Labels lean away from the middle, so that links do not cross them: above and below only what stands nearly upright over it, since
 * names beside each other there would touch.
 */
export const labelSide = ({ x, y }: Point): 'left' | 'right' | 'top' | 'bottom' =>
  Math.abs(x) > 0.15 * Math.abs(y) ? (x < 0 ? 'left' : 'right') : y < 0 ? 'top' : 'bottom';

const LABELLED = 8;

/** The room for a node's name, and about how many signs it holds. */
const NAME_WIDTH = 116;
const NAME_SIGNS = 13;

/** Above and below the nodes, in pixels: for names of one line or two, or for the dots alone. */
const MARGIN = { names: [40, 54], dots: 24 } as const;

/** Nodes and arrows between them; the heaviest arrows carry their figure, where there is room. */
export function graph(
  theme: ChartTheme,
  nodes: readonly GraphNode[],
  links: readonly GraphLink[],
  layout: 'circular' | 'force',
): EChartsCoreOption {
  const points = layout === 'force' ? forceLayout(nodes.length, links) : circularLayout(nodes.length);
  const most = Math.max(1e-12, ...links.map((link) => link.value));
  const largest = Math.max(1e-12, ...nodes.filter((node) => !node.isEdge).map((node) => node.value));
  // What follows itself stands with its own name: an arrow back to the same node would be hidden by it.
  const loops = new Map(links.filter(({ from, to }) => from === to).map(({ from, label }) => [from, label]));
  const arrows = links.filter(({ from, to }) => from !== to);
  const labelled = new Set([...arrows].sort((a, b) => b.value - a.value).slice(0, LABELLED));
  const names = apart(
    nodes.map(({ label }) => label),
    NAME_SIGNS,
  );
  const upright = points.some((point) => ['top', 'bottom'].includes(labelSide(point)));
  const margin = upright ? MARGIN.names[loops.size > 0 ? 1 : 0] : MARGIN.dots;
  const nameOf = (n: number) => (loops.has(n) ? `${names[n]!}\n↻ ${loops.get(n)!}` : names[n]!);
  const dots = (scale: number) =>
    nodes.map((node, n) => ({
      ...{ id: String(n), name: String(n), ...points[n]!, tip: node.tip, row: node.row },
      symbolSize: scale * (node.isEdge ? 14 : 12 + 24 * Math.sqrt(node.value / largest)),
      itemStyle: { color: node.isEdge ? theme.muted : theme.accent },
      label: { formatter: () => nameOf(n), position: labelSide(points[n]!) },
    }));
  return {
    ...base(theme),
    tooltip: { ...tooltip(theme), trigger: 'item', formatter: (at: { data?: { tip?: string } }) => at.data?.tip ?? '' },
    series: [
      {
        type: 'graph',
        layout: 'none',
        left: NAME_WIDTH + 20,
        right: NAME_WIDTH + 20,
        ...{ top: margin, bottom: margin },
        // Otherwise nodes are stretched with the frame.
        preserveAspect: true,
        roam: false,
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 8,
        emphasis: { focus: 'adjacency', lineStyle: { width: 3 } },
        label: {
          ...{ show: true, color: theme.text, fontSize: 12, width: NAME_WIDTH, overflow: 'truncate', ellipsis: '…' },
          // An arrow may run under a name.
          ...{ textBorderColor: theme.surface, textBorderWidth: 3 },
        },
        edgeLabel: {
          show: true,
          color: theme.muted,
          fontSize: 11,
          textBorderColor: theme.surface,
          textBorderWidth: 2,
        },
        data: dots(1),
        links: arrows.map((link) => ({
          source: String(link.from),
          target: String(link.to),
          tip: link.tip,
          row: link.row,
          lineStyle: {
            color: link.difference === null ? theme.muted : diverging(theme, link.difference),
            width: 1 + (5 * link.value) / most,
            opacity: 0.35 + (0.5 * link.value) / most,
            curveness: 0.18,
          },
          label: { formatter: () => (labelled.has(link) ? link.label : '') },
        })),
      },
    ],
    media: [
      {
        query: { maxWidth: 480 },
        option: {
          series: [
            {
              ...{ left: 70, right: 70, label: { width: 52, fontSize: 10 }, edgeLabel: { show: false } },
              ...{ edgeSymbolSize: 5, data: dots(0.5) },
            },
          ],
        },
      },
    ],
  };
}
