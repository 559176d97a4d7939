import { GraphChart } from 'echarts/charts';
import { TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { describe, expect, it } from 'vitest';
import type { ChartTheme } from '../contract/view.ts';
import { seededRandom } from '../core/random.ts';
import { onArrow } from './graph-figures.ts';
import type { GraphLink, GraphNode } from './graph.ts';
import { graph } from './graph.ts';

use([GraphChart, TooltipComponent, LabelLayout, SVGRenderer]);

const theme = {
  ...{ text: '#111', muted: '#666', line: '#ddd', surface: '#fff', accent: '#25c', font: 'sans-serif' },
} as unknown as ChartTheme;

interface Text {
  words: string;
  x: number;
  y: number;
  width: number;
}

/** The texts that ECharts itself draws, with the middle of each; a sign is taken for 6 pixels wide. */
function drawn(option: object, width: number, height: number): Text[] {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes, words]) => {
    const [, dx, dy] = /translate\((-?[\d.]+) (-?[\d.]+)\)/.exec(attributes!) ?? [];
    const anchor = /text-anchor="(\w+)"/.exec(attributes!)?.[1] ?? 'start';
    const length = 6 * words!.length;
    const shift = { start: length / 2, middle: 0, end: -length / 2 }[anchor]!;
    const own = (axis: string) => Number(new RegExp(` ${axis}="(-?[\\d.]+)"`).exec(` ${attributes}`)?.[1] ?? 0);
    return { words: words!, x: Number(dx ?? 0) + own('x') + shift, y: Number(dy ?? 0) + own('y'), width: length };
  });
}

const overlapping = (texts: readonly Text[]): string[] =>
  texts.flatMap((a, n) =>
    texts
      .slice(n + 1)
      .filter((b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < 11)
      .map((b) => `${a.words} | ${b.words}`),
  );

/** As a network of rules is: every other item tied to several, both ways, with like figures. */
function network(items: number, seed: number): { nodes: GraphNode[]; links: GraphLink[] } {
  const random = seededRandom(seed);
  const nodes = Array.from({ length: items }, (_, row) => {
    return {
      label: `Tea cup of the range ${row}`,
      value: 100 + Math.floor(900 * random()),
      isEdge: false,
      tip: '',
      row,
    };
  });
  const pairs = Array.from({ length: items }, (_, from) => from).flatMap((from) =>
    [1, 2, 5].map((step) => [from, (from + step) % items] as const).filter(([a, b]) => a !== b && random() < 0.8),
  );
  const links = pairs.flatMap(([from, to]) => {
    const value = 5 + 30 * random();
    const link = { value, difference: null, label: `⇢${value.toFixed(1)}`, tip: '', row: 0 };
    return [
      { ...link, from, to },
      { ...link, from: to, to: from },
    ];
  });
  return { nodes, links };
}

describe('the figures of arrows', () => {
  const sizes = [
    [700, 300],
    [860, 300],
    [860, 400],
    [1100, 400],
  ] as const;

  it.each(['circular', 'force'] as const)('touch no name and no other figure, whatever the frame: %s', (layout) => {
    for (let items = 3; items <= 14; items++) {
      const { nodes, links } = network(items, items);
      for (const [width, height] of sizes) {
        const texts = drawn(graph(theme, nodes, links, layout), width, height);
        const isFigure = ({ words }: Text) => words.startsWith('⇢');
        // Around a circle names have room for each other, too.
        const touching = overlapping(texts).filter((pair) => layout === 'circular' || pair.includes('⇢'));
        expect([layout, items, width, touching]).toEqual([layout, items, width, []]);
        // Thinned out, but not away.
        expect(texts.filter(isFigure).length).toBeGreaterThanOrEqual(layout === 'circular' ? 3 : 2);
      }
    }
  });

  it('are left out where a frame is narrow', () => {
    const { nodes, links } = network(8, 1);
    const option = graph(theme, nodes, links, 'circular');
    expect(drawn(option, 600, 300).filter(({ words }) => words.startsWith('⇢'))).toEqual([]);
    expect(drawn(option, 390, 300)).toHaveLength(8);
  });

  it('stand on their arrow: halfway a quadratic curve is a quarter of its ends and half of its control', () => {
    // A control point leans out by 0.18 of the length: of an arrow from (0, 0) to (100, 0) to (50, −18).
    expect(onArrow({ x: 0, y: 0 }, { x: 100, y: 0 }, 0.5)).toEqual({ x: 50, y: -9 });
    expect(onArrow({ x: 3, y: 4 }, { x: 9, y: 9 }, 0)).toEqual({ x: 3, y: 4 });
  });
});
