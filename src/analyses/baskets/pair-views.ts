import { apart } from '../../charts/apart.ts';
import { graph } from '../../charts/graph.ts';
import { matrix } from '../../charts/matrix.ts';
import type { View } from '../../contract/view.ts';
import type { BasketRule } from '../../core/baskets.ts';
import { namesOf } from '../../core/item-names.ts';
import { percent, short } from '../../features/baskets/words.ts';
import { withMark } from './marks.ts';
import type { BasketsResult, PairCell } from './result.ts';
import type { Text } from './words.ts';
import { ground } from './words.ts';

const tenths = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

/** As many signs of a name have room before a row. */
const ROW_SIGNS = 19;

/** Names are too long for the head of a column: columns bear the numbers of the rows. */
export function matrixView(result: BasketsResult, text: Text): View {
  const { items, cells } = result.matrix;
  const { matrix: measure, fdr } = result.definition;
  const name = namesOf(result.catalogue);
  const tip = (cell: PairCell) =>
    text('matrix.tip', {
      row: name(items[cell.row]!),
      column: name(items[cell.column]!),
      ...{ count: cell.count, confidence: percent(cell.confidence), lift: short(cell.lift) },
    });
  const strongest = cells.reduce<PairCell | undefined>(
    (best, cell) => (cell.lift > (best?.lift ?? 0) ? cell : best),
    undefined,
  );
  const keys = ['if', 'then', 'baskets', 'confidence', 'lift', 'q'] as const;
  return {
    title: text('matrix.title'),
    sentence: strongest
      ? text('matrix.sentence', {
          ...{ n: items.length, measure: text(`option.matrix.${measure}`), lift: short(strongest.lift) },
          ...{ a: name(items[strongest.row]!), b: name(items[strongest.column]!) },
        })
      : text('matrix.none'),
    ...ground(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: cells.map(({ row, column, count, confidence, lift, qValue }) => [
        ...[name(items[row]!), name(items[column]!), count, confidence, lift, qValue],
      ]),
    },
    ...(strongest && {
      chart: (theme) =>
        matrix(
          theme,
          cells.map((cell) => ({
            ...{ row: cell.row, column: cell.column, value: cell[measure], tip: tip(cell) },
            label: measure === 'lift' ? tenths(cell.lift) : String(Math.round(100 * cell.confidence)),
            strong: cell.qValue <= fdr,
          })),
          {
            columns: items.map((_, n) => String(n + 1)),
            rows: apart(items.map(name), ROW_SIGNS).map((label, n) => `${n + 1} ${label}`),
            x: text('matrix.x'),
          },
        ),
    }),
    marks: cells.map(({ row, column }) => withMark([items[row]!, items[column]!])),
  };
}

const LINKS = 40;
const NODES = 14;

/** The items of some rules, those that lead to each other side by side: around a circle few arrows then cross. */
function neighbourly(links: readonly BasketRule[]): string[] {
  const order = new Set<string>();
  const visit = (item: string) => {
    if (order.has(item)) return;
    order.add(item);
    for (const rule of links) {
      if (rule.if[0] === item) visit(rule.then[0]!);
      if (rule.then[0] === item) visit(rule.if[0]!);
    }
  };
  for (const rule of links) visit(rule.if[0]!);
  return [...order];
}

/**
 * Of the significant rules of one item to another those with the largest leverage, as long as they bring in no more items than can be
 * told apart: by lift they would be scattered pairs of rare items.
 */
function shownLinks({ network }: BasketsResult): { items: string[]; links: BasketRule[] } {
  const items = new Set<string>();
  const links = network.filter(({ if: left, then, significant, lift }) => {
    if (!significant || lift <= 1) return false;
    const fresh = [left[0]!, then[0]!].filter((item) => !items.has(item));
    if (items.size + fresh.length > NODES) return false;
    fresh.forEach((item) => items.add(item));
    return true;
  });
  const kept = links.slice(0, LINKS);
  return { items: neighbourly(kept), links: kept };
}

export function networkView(result: BasketsResult, text: Text): View {
  const { items, links } = shownLinks(result);
  const name = namesOf(result.catalogue);
  const counts = new Map(result.catalogue.map(({ item, count }) => [item, count]));
  const place = new Map(items.map((item, n) => [item, n]));
  const figures = (rule: BasketRule) => ({
    ...{ a: name(rule.if[0]!), b: name(rule.then[0]!), count: rule.count },
    ...{ confidence: percent(rule.confidence), lift: short(rule.lift) },
  });
  const nodes = items.map((item, row) => {
    const count = counts.get(item) ?? 0;
    const tip = text('network.tip.item', { item: name(item), count });
    return { label: name(item), value: count, isEdge: false, tip, row };
  });
  const arrows = links.map((rule, n) => ({
    ...{ from: place.get(rule.if[0]!)!, to: place.get(rule.then[0]!)!, value: rule.lift, difference: null },
    ...{ label: tenths(rule.lift), tip: text('network.tip.rule', figures(rule)), row: items.length + n },
  }));
  const keys = ['kind', 'if', 'then', 'baskets', 'confidence', 'lift', 'q'] as const;
  return {
    title: text('network.title'),
    sentence:
      links.length > 0 ? text('network.sentence', { links: links.length, nodes: items.length }) : text('network.none'),
    ...ground(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: [
        ...items.map((item) => [text('network.item'), name(item), null, counts.get(item) ?? 0, null, null, null]),
        ...links.map((rule) => [
          ...[text('network.rule'), name(rule.if[0]!), name(rule.then[0]!)],
          ...[rule.count, rule.confidence, rule.lift, rule.qValue],
        ]),
      ],
    },
    ...(links.length > 0 && { chart: (theme) => graph(theme, nodes, arrows, 'circular') }),
    marks: [...items.map((item) => withMark([item])), ...links.map((rule) => withMark([...rule.if, ...rule.then]))],
  };
}
