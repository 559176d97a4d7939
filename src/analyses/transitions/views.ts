import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { graph } from '../../charts/graph.ts';
import { definitionText, groupTexts, nodeText, percent, spanText } from '../../features/path-words.ts';
import { drawn, weightOf } from './drawn.ts';
import { edgeMark, nodeMark } from './marks.ts';
import type { Transition, TransitionNode, TransitionsResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const nameOf = (node: TransitionNode, text: Text): string =>
  node.kind === 'event' ? nodeText(node.event, text) : text(`node.${node.kind}`);

const namesAt = ({ nodes }: TransitionsResult, { from, to }: Transition, text: Text) => ({
  from: nameOf(nodes[from]!, text),
  to: nameOf(nodes[to]!, text),
});

/** The commonest transition between two events, or from the start where there is none. */
function graphSentence(result: TransitionsResult, shown: number, text: Text): string {
  const { nodes, edges, cases, users, definition } = result;
  const isEvent = (n: number) => nodes[n]!.kind === 'event';
  const main = edges.find(({ from, to }) => isEvent(from) && isEvent(to)) ?? edges[0];
  if (!main) return text('graph.empty');
  return text('graph.sentence', {
    ...namesAt(result, main, text),
    ...{ share: percent(main.probabilityOut), out: Math.round(main.count / main.probabilityOut) },
    ...{ count: main.count, users: main.users, cases, everyone: users, edges: edges.length, shown },
    time: main.median === null ? '' : text('graph.time', { time: spanText(main.median, text) }),
    unit: text(`unit.${definition.unit}`),
  });
}

function weightText(edge: Transition, { definition }: TransitionsResult, text: Text): string {
  const value = weightOf(edge, definition.weight);
  if (value === null) return '';
  if (definition.weight === 'median' || definition.weight === 'p95') return spanText(value, text);
  if (definition.weight.startsWith('probability')) return `${percent(value)} %`;
  return String(Math.round(value * 100) / 100);
}

function edgeTip(result: TransitionsResult, edge: Transition, text: Text): string {
  const { median, p95 } = edge;
  const times =
    median === null ? '' : text('edge.tip.time', { median: spanText(median, text), p95: spanText(p95!, text) });
  return text('edge.tip', {
    ...namesAt(result, edge, text),
    ...{ count: edge.count, users: edge.users, time: times },
    ...{ out: percent(edge.probabilityOut), into: percent(edge.probabilityIn) },
  });
}

const define = (result: TransitionsResult, text: Text): string => {
  const { definition } = result;
  const { nodes, minUsers, edges, minWeight } = definition;
  return definitionText(definition, text, [
    text('define.weight', { weight: text(`option.weight.${definition.weight}`) }),
    text('define.drawn', { nodes, minUsers, edges, minWeight }),
  ]);
};

function graphNodes(result: TransitionsResult, places: readonly number[], text: Text) {
  return places.map((place) => {
    const node = result.nodes[place]!;
    const label = nameOf(node, text);
    const tip = text('node.tip', { label, count: node.count, users: node.users });
    return { label, value: node.users, isEdge: node.kind !== 'event', tip, row: place };
  });
}

function graphView(result: TransitionsResult, text: Text): View {
  const { nodes, edges, definition } = result;
  const shown = drawn(result);
  const small = shown.edges.filter((n) => edges[n]!.users < 30).length;
  const keys = [
    'row',
    'from',
    'to',
    'count',
    'cases',
    'users',
    'probabilityOut',
    'probabilityIn',
    'share',
    'perCase',
    'median',
    'p95',
  ] as const;
  return {
    title: text('graph.title'),
    sentence: graphSentence(result, shown.edges.length, text),
    definition: define(result, text),
    cautions: [
      text('caution.end'),
      text('caution.zoom', { one: text(`one.${definition.unit}`) }),
      ...(small > 0 ? [text('caution.small', { n: small, unit: text('unit.user') })] : []),
    ],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: [
        ...nodes.map((node) => [
          ...[text('row.node'), nameOf(node, text), null, node.count, node.cases, node.users],
          ...[null, null, null, node.count / node.cases, null, null],
        ]),
        ...edges.map((edge) => [
          ...[text('row.edge'), ...Object.values(namesAt(result, edge, text)), edge.count, edge.cases, edge.users],
          ...[edge.probabilityOut, edge.probabilityIn, edge.share, edge.count / edge.cases, edge.median, edge.p95],
        ]),
      ],
    },
    marks: [...nodes.map(nodeMark), ...edges.map((edge) => edgeMark(nodes[edge.from]!, nodes[edge.to]!))],
    ...(shown.edges.length > 0 && {
      chart: (theme) =>
        graph(
          theme,
          graphNodes(result, shown.nodes, text),
          shown.edges.map((n) => ({
            ...{ from: shown.nodes.indexOf(edges[n]!.from), to: shown.nodes.indexOf(edges[n]!.to) },
            ...{ value: weightOf(edges[n]!, definition.weight)!, difference: null, row: nodes.length + n },
            ...{ label: weightText(edges[n]!, result, text), tip: edgeTip(result, edges[n]!, text) },
          })),
          definition.layout,
        ),
    }),
  };
}

const digits = (value: number | null): number => (value === null ? 1 : Number(value.toPrecision(2)));

interface Compared {
  edge: Transition;
  compared: NonNullable<Transition['compared']>;
  n: number;
}

/** What was tested, the largest difference first. */
function comparedEdges({ edges }: TransitionsResult): Compared[] {
  const all = edges.map((edge, n) => ({ edge, compared: edge.compared!, n }));
  return all.sort((a, b) => Math.abs(b.compared.difference ?? 0) - Math.abs(a.compared.difference ?? 0) || a.n - b.n);
}

const shares = ({ groups }: Compared['compared']) => ({
  shareA: percent(groups[0].probabilityOut),
  shareB: percent(groups[1].probabilityOut),
});

function differenceSentence(result: TransitionsResult, rows: readonly Compared[], text: Text): string {
  const groups = result.groups!;
  const [a, b] = groupTexts({ split: result.definition.split, names: groups.names }, text);
  if (Math.min(...groups.users) === 0) return text('difference.empty', { a, b });
  const sure = rows.filter(({ compared }) => compared.q !== null && compared.q < 0.05);
  const [first] = sure;
  if (!first) {
    const least = Math.min(1, ...rows.map(({ compared }) => compared.q ?? 1));
    return text('difference.none', { a, b, tested: groups.tested, q: digits(least) });
  }
  return text('difference.sentence', {
    ...namesAt(result, first.edge, text),
    ...shares(first.compared),
    ...{ a, b, q: digits(first.compared.q), n: sure.length, tested: groups.tested },
  });
}

function differenceCautions({ groups, definition }: TransitionsResult, text: Text): string[] {
  const { permutations, tested } = groups!;
  return [
    text('caution.cause'),
    ...(definition.split === 'did' ? [text('caution.goal')] : []),
    text('caution.many', { n: tested }),
    ...(permutations > 0 ? [text('caution.resolution', { permutations, least: digits(1 / (permutations + 1)) })] : []),
    ...(permutations < definition.permutations
      ? [text('caution.fewer', { permutations, wanted: definition.permutations })]
      : []),
  ];
}

function differenceView(result: TransitionsResult, text: Text): View {
  const { nodes, definition } = result;
  const groups = result.groups!;
  const [a, b] = groupTexts({ split: definition.split, names: groups.names }, text);
  const rows = comparedEdges(result);
  const shown = drawn(result);
  const linked = rows.map((row, place) => ({ ...row, place })).filter(({ n }) => shown.edges.includes(n));
  const largest = Math.max(1e-12, ...linked.map(({ compared }) => Math.abs(compared.difference ?? 0)));
  const names = (['countOf', 'outOf'] as const).flatMap((key) =>
    [a, b].map((group) => text(`column.${key}`, { group })),
  );
  return {
    title: text('difference.title'),
    sentence: differenceSentence(result, rows, text),
    definition: `${text('define.groups', { a, b, usersA: groups.users[0], usersB: groups.users[1] })} ${definition.split === 'property' ? text('define.first') : ''} ${text('define.permutation', { permutations: groups.permutations })} ${define(result, text)}`,
    cautions: differenceCautions(result, text),
    table: {
      columns: [
        text('column.from'),
        text('column.to'),
        ...names,
        ...(['difference', 'p', 'q'] as const).map((key) => text(`column.${key}`)),
      ],
      rows: rows.map(({ edge, compared }) => [
        ...Object.values(namesAt(result, edge, text)),
        ...[compared.groups[0].count, compared.groups[1].count],
        ...[compared.groups[0].probabilityOut, compared.groups[1].probabilityOut],
        ...[compared.difference, compared.p, compared.q],
      ]),
    },
    marks: rows.map(({ edge }) => edgeMark(nodes[edge.from]!, nodes[edge.to]!)),
    ...(linked.length > 0 && {
      chart: (theme) =>
        graph(
          theme,
          // A node is no row of this table.
          graphNodes(result, shown.nodes, text).map((node) => ({ ...node, row: -1 })),
          linked.map(({ edge, compared, place }) => ({
            ...{ from: shown.nodes.indexOf(edge.from), to: shown.nodes.indexOf(edge.to), row: place },
            ...{ value: Math.abs(compared.difference ?? 0), difference: (compared.difference ?? 0) / largest },
            label: `${percent(compared.difference)}`,
            tip: text('difference.tip', {
              ...namesAt(result, edge, text),
              a,
              b,
              ...shares(compared),
              q: digits(compared.q),
            }),
          })),
          definition.layout,
        ),
    }),
  };
}

/** The graph of all, and of the differences where two groups are compared. */
export function views(result: TransitionsResult, text: Text): View[] {
  return result.groups ? [graphView(result, text), differenceView(result, text)] : [graphView(result, text)];
}
