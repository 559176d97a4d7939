import type { EChartsCoreOption } from 'echarts/core';
import type { ChartTheme } from '../contract/view.ts';
import { apart } from './apart.ts';
import { base, tooltip } from './base.ts';
import type { Box, Placed, Point } from './graph-figures.ts';
import { CURVENESS, figurePlaces, onArrow, spanned } from './graph-figures.ts';
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

type Side = 'left' | 'right' | 'top' | 'bottom' | 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

/**
 * Labels lean away from the middle, so that links do not cross them: beside what stands to the side; over or under what stands upright, and there
 * outwards, since names in the middle above each other's neighbours would touch.
 */
export function labelSide({ x, y }: Point): Side {
  if (Math.abs(x) > 0.7 * Math.abs(y)) return x < 0 ? 'left' : 'right';
  const upright = y < 0 ? 'top' : 'bottom';
  if (Math.abs(x) <= 0.15 * Math.abs(y)) return upright;
  return `${upright}${x < 0 ? 'Left' : 'Right'}`;
}

/** As many arrows carry their figure. */
const FIGURES = 8;

/** The room for a node's name, and about how many signs it holds. */
const NAME_WIDTH = 116;
const NAME_SIGNS = 13;
/** On a telephone. */
const FEW_SIGNS = 7;

/** Above and below the nodes, in pixels: for names of one line or two, or for the dots alone. */
const MARGIN = { names: [40, 54], dots: 24 } as const;

/** Narrower, figures would stand on names; on a telephone dots and names are smaller, too. */
const NARROW = 640;
const TELEPHONE = 480;
/** A chart beside others is so high, one alone so wide and high at most, in pixels. */
const LOW = 300;
const ROOMY = { width: 1100, height: 400 } as const;
/** Between a dot and its name. */
const APART = 5;
const LINE = 14;
/** A sign of a name is about so wide; a Chinese one is square. */
const widthOf = (name: string): number => Array.from(name).reduce((sum, sign) => sum + (sign > '\u2e7f' ? 12 : 7), 0);

/** Pixels per unit of what spans so much, fitted between the margins of a frame. */
const scaleOf = ({ left, top, right, bottom }: Box, margin: number, width: number, height: number): number =>
  Math.min(
    (width - 2 * (NAME_WIDTH + 20)) / Math.max(1, right - left),
    (height - 2 * margin) / Math.max(1, bottom - top),
  );

/** From the smallest frame with figures, which may widen what the nodes span, to the largest. */
function scalesOf(frame: Box, nodes: Box, margin: number): number[] {
  const least = scaleOf(frame, margin, NARROW, LOW);
  const most = scaleOf(nodes, margin, ROOMY.width, ROOMY.height);
  return [0, 0.25, 0.5, 0.75, 1].map((part) => least + part * (most - least));
}

/** A dot and its name, as they are drawn. */
function placed(at: Point, radius: number, name: string): Placed {
  const lines = name.split('\n');
  const width = Math.min(NAME_WIDTH, Math.max(...lines.map(widthOf)));
  const height = LINE * lines.length;
  const near = radius + APART;
  const beside = { top: -height / 2, bottom: height / 2 };
  const over = { top: -near - height, bottom: -near };
  const under = { top: near, bottom: near + height };
  const middle = { left: -width / 2, right: width / 2 };
  const [leftwards, rightwards] = [
    { left: -width, right: 0 },
    { left: 0, right: width },
  ];
  const boxes: Record<Side, Box> = {
    left: { ...beside, left: -near - width, right: -near },
    right: { ...beside, left: near, right: near + width },
    top: { ...over, ...middle },
    bottom: { ...under, ...middle },
    topLeft: { ...over, ...leftwards },
    topRight: { ...over, ...rightwards },
    bottomLeft: { ...under, ...leftwards },
    bottomRight: { ...under, ...rightwards },
  };
  return { at, boxes: [{ left: -radius, right: radius, top: -radius, bottom: radius }, boxes[labelSide(at)]] };
}

/** Where ECharts puts a label: beside the dot, or from its middle outwards above or below. */
const SIDES: Record<Side, object> = {
  left: { position: 'left' },
  right: { position: 'right' },
  top: { position: 'top' },
  bottom: { position: 'bottom' },
  topLeft: { position: ['50%', -APART], align: 'right', verticalAlign: 'bottom' },
  topRight: { position: ['50%', -APART], align: 'left', verticalAlign: 'bottom' },
  bottomLeft: { position: ['50%', '100%'], offset: [0, APART], align: 'right', verticalAlign: 'top' },
  bottomRight: { position: ['50%', '100%'], offset: [0, APART], align: 'left', verticalAlign: 'top' },
};

/** The figure of an arrow: a node without a dot, so that it stands where there is room and leads to the arrow's row. */
const figureAt = (theme: ChartTheme, at: Point, { label, tip, row }: GraphLink, id: string) => ({
  ...{ id, name: id, ...at, tip, row, symbolSize: 1 },
  itemStyle: { color: 'transparent' },
  label: {
    ...{ formatter: () => label, position: 'inside', color: theme.text, fontSize: 11 },
    ...{ textBorderColor: theme.surface, textBorderWidth: 4 },
  },
});

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
  const heaviest = [...arrows].sort((a, b) => b.value - a.value);
  const upright = points.some((point) => !['left', 'right'].includes(labelSide(point)));
  const margin = upright ? MARGIN.names[loops.size > 0 ? 1 : 0] : MARGIN.dots;
  const labels = nodes.map(({ label }) => label);
  const namesOf = new Map([NAME_SIGNS, FEW_SIGNS].map((signs) => [signs, apart(labels, signs)]));
  const nameOf = (n: number, signs: number) => {
    const name = namesOf.get(signs)![n]!;
    return loops.has(n) ? `${name}\n↻ ${loops.get(n)!}` : name;
  };
  const sizeOf = (node: GraphNode) => (node.isEdge ? 14 : 12 + 24 * Math.sqrt(node.value / largest));
  const middles = heaviest.slice(0, FIGURES).map(({ from, to }) => onArrow(points[from]!, points[to]!, 0.5));
  const frame = spanned([...points, ...middles]);
  const places = figurePlaces(
    nodes.map((node, n) => placed(points[n]!, sizeOf(node) / 2, nameOf(n, NAME_SIGNS))),
    heaviest.map(({ from, to, label }) => ({ from, to, figure: label })),
    { scales: scalesOf(frame, spanned(points), margin), most: FIGURES, frame },
  );
  const figures = places.map(({ arrow, at }) => figureAt(theme, at, heaviest[arrow]!, `figure ${arrow}`));
  const dots = (scale: number, signs: number) =>
    nodes.map((node, n) => ({
      ...{ id: String(n), name: String(n), ...points[n]!, tip: node.tip, row: node.row },
      symbolSize: scale * sizeOf(node),
      itemStyle: { color: node.isEdge ? theme.muted : theme.accent },
      label: { formatter: () => nameOf(n, signs), ...SIDES[labelSide(points[n]!)] },
    }));
  const wide = {
    left: NAME_WIDTH + 20,
    right: NAME_WIDTH + 20,
    label: { width: NAME_WIDTH, fontSize: 12 },
    edgeSymbolSize: 8,
  };
  const telephone = {
    left: 70,
    right: 70,
    label: { width: 52, fontSize: 10 },
    edgeSymbolSize: 5,
    data: dots(0.5, FEW_SIGNS),
  };
  return {
    ...base(theme),
    tooltip: { ...tooltip(theme), trigger: 'item', formatter: (at: { data?: { tip?: string } }) => at.data?.tip ?? '' },
    series: [
      {
        type: 'graph',
        layout: 'none',
        ...{ top: margin, bottom: margin },
        // Otherwise nodes are stretched with the frame.
        preserveAspect: true,
        roam: false,
        edgeSymbol: ['none', 'arrow'],
        emphasis: { focus: 'adjacency', lineStyle: { width: 3 } },
        label: {
          ...{ show: true, color: theme.text, overflow: 'truncate', ellipsis: '…' },
          // An arrow may run under a name.
          ...{ textBorderColor: theme.surface, textBorderWidth: 3 },
        },
        data: dots(1, NAME_SIGNS),
        links: arrows.map((link) => ({
          source: String(link.from),
          target: String(link.to),
          tip: link.tip,
          row: link.row,
          lineStyle: {
            color: link.difference === null ? theme.muted : diverging(theme, link.difference),
            width: 1 + (5 * link.value) / most,
            opacity: 0.35 + (0.5 * link.value) / most,
            curveness: CURVENESS,
          },
        })),
      },
    ],
    // Those that fit are laid over each other in this order; the last one holds where none does.
    media: [
      { query: { maxWidth: NARROW }, option: { series: [{ ...wide, data: dots(1, NAME_SIGNS) }] } },
      { query: { maxWidth: TELEPHONE }, option: { series: [telephone] } },
      { option: { series: [{ ...wide, data: [...dots(1, NAME_SIGNS), ...figures] }] } },
    ],
  };
}
