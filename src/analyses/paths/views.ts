import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { sankey } from '../../charts/sankey.ts';
import { wilson } from '../../core/statistics.ts';
import { definitionText, nodeText, percent, spanText } from '../../features/path-words.ts';
import { edgeMark, nodeMark, pathMark } from './marks.ts';
import type { FlowEdge, FlowNode, PathsResult, Place } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const placeText = (place: Place, text: Text): string =>
  place.kind === 'event' ? nodeText(place.event, text) : text(`kind.${place.kind}`);

const interval = (count: number, of: number) => {
  const { low, high } = wilson(count, of) ?? { low: 0, high: 0 };
  return { share: percent(count / of), low: percent(low), high: percent(high) };
};

function emptySentence({ definition, started }: PathsResult, text: Text): string {
  const { from, to } = definition;
  const reason = from !== '' && started > 0 ? 'between' : from !== '' ? 'from' : to !== '' ? 'to' : ('log' as const);
  return text('flow.empty', { reason: text(`flow.empty.${reason}`, { from, to }) });
}

function heaviest(edges: readonly FlowEdge[], fits: (edge: FlowEdge) => boolean): FlowEdge | undefined {
  return edges.filter(fits).sort((a, b) => b.paths - a.paths)[0];
}

/** From the commonest event of the first column to what follows it. */
function forwardSentence(result: PathsResult, text: Text): string {
  const { nodes, edges, paths, definition } = result;
  const first = nodes[0]!;
  const event = placeText(first, text);
  const begin =
    definition.from === ''
      ? text('flow.begin', {
          ...interval(first.paths, paths),
          ...{ paths, event, count: first.paths, unit: text(`unit.${definition.unit}`) },
        })
      : '';
  const next = heaviest(edges, (edge) => edge.from === 0);
  if (!next) return begin;
  const target = nodes[next.to]!;
  const figures = { ...interval(next.paths, first.paths), event, count: first.paths, nextCount: next.paths };
  const after =
    target.kind === 'end'
      ? text('flow.after.end', figures)
      : text('flow.after', { ...figures, next: placeText(target, text) });
  return [begin, after].filter((part) => part !== '').join(text.language === 'zh' ? '' : ' ');
}

function backSentence({ nodes, edges, definition }: PathsResult, text: Text): string {
  const goal = nodes.findIndex((node) => node.step === 0);
  const before = heaviest(edges, (edge) => edge.to === goal);
  const { paths } = nodes[goal]!;
  const common = { event: definition.to, count: paths, unit: text(`unit.${definition.unit}`) };
  if (!before) return text('flow.alone', common);
  const next = placeText(nodes[before.from]!, text);
  return text('flow.before', { ...common, ...interval(before.paths, paths), next, nextCount: before.paths });
}

function hiddenSentence({ edges }: PathsResult, text: Text): string {
  const hidden = edges.filter((edge) => !edge.shown);
  const sum = (list: readonly FlowEdge[]) => list.reduce((total, edge) => total + edge.paths, 0);
  return hidden.length > 0 ? text('flow.hidden', { n: hidden.length, share: percent(sum(hidden) / sum(edges)) }) : '';
}

function flowSentence(result: PathsResult, text: Text): string {
  const { definition, paths, started } = result;
  const { from, to } = definition;
  if (paths === 0) return emptySentence(result, text);
  const between = () =>
    text('flow.between', {
      ...interval(paths, started),
      ...{ from, to, started, count: paths, unit: text(`unit.${definition.unit}`) },
    });
  const answer = to === '' ? forwardSentence(result, text) : from === '' ? backSentence(result, text) : between();
  return [answer, hiddenSentence(result, text)].filter((part) => part !== '').join(text.language === 'zh' ? '' : ' ');
}

function windowText({ definition }: PathsResult, text: Text): string {
  const { unit, window, from, to } = definition;
  if (unit !== 'window') return '';
  if (from !== '') return text('define.window.from', { from, window });
  return to === '' ? text('define.window', { window }) : text('define.window.to', { to, window });
}

function define(result: PathsResult, text: Text): string {
  const { definition, folded } = result;
  const { from, to, steps, perStep } = definition;
  const way = from === '' ? (to === '' ? 'begin' : 'to') : to === '' ? 'from' : 'between';
  return definitionText(definition, text, [
    windowText(result, text),
    text(`define.${way}`, { from, to, steps }),
    text('define.perStep', { perStep, folded }),
  ]);
}

function cautions({ definition, paths, users, edges, nodes }: PathsResult, text: Text): string[] {
  const small = edges.filter((edge) => edge.shown && nodes[edge.from]!.paths < 30).length;
  return [
    ...(definition.to === '' ? [text('caution.cut', { steps: definition.steps }), text('caution.censored')] : []),
    ...(paths > users ? [text('caution.sessions', { paths, users })] : []),
    ...(small > 0 ? [text('caution.small', { n: small, unit: text(`unit.${definition.unit}`) })] : []),
  ];
}

/** Paths that end at a node: those that go to the end after it. */
const endedAt = ({ nodes, edges }: PathsResult, n: number): number =>
  edges.find((edge) => edge.from === n && nodes[edge.to]!.kind === 'end')?.paths ?? 0;

function tableRows(result: PathsResult, text: Text): (string | number | null)[][] {
  const { nodes, edges, paths } = result;
  const name = (n: number) => placeText(nodes[n]!, text);
  const drawn = (shown: boolean) => text(shown ? 'drawn.yes' : 'drawn.no');
  return [
    ...nodes.map((node, n) => [
      ...[text('row.node'), node.step, name(n), null, node.paths, node.paths / paths, null, node.users],
      ...[null, node.began, endedAt(result, n), drawn(true)],
    ]),
    ...edges.map((edge) => [
      ...[text('row.edge'), nodes[edge.from]!.step, name(edge.from), name(edge.to), edge.paths, edge.paths / paths],
      ...[edge.paths / nodes[edge.from]!.paths, edge.users, edge.median, null, null, drawn(edge.shown)],
    ]),
  ];
}

function nodeTip(result: PathsResult, n: number, text: Text): string {
  const node = result.nodes[n]!;
  const { step, paths, users } = node;
  return text('flow.tip.node', { label: placeText(node, text), step, paths, users, ended: endedAt(result, n) });
}

function edgeTip({ nodes }: PathsResult, edge: FlowEdge, text: Text): string {
  const [from, to] = [edge.from, edge.to].map((n) => placeText(nodes[n]!, text)) as [string, string];
  const time = edge.median === null ? '' : text('flow.tip.time', { time: spanText(edge.median, text) });
  const share = percent(edge.paths / nodes[edge.from]!.paths);
  return text('flow.tip.edge', { from, to, paths: edge.paths, share, users: edge.users, time });
}

/** The same event has the same colour at each step. */
function colours(nodes: readonly FlowNode[]): (node: FlowNode) => number | null {
  const names = [...new Set(nodes.map((node) => (node.kind === 'event' ? node.event : null)))];
  return (node) => (node.kind === 'event' ? names.indexOf(node.event) : null);
}

function flowView(result: PathsResult, text: Text): View {
  const { nodes, edges } = result;
  const colour = colours(nodes);
  const first = Math.min(...nodes.map((node) => node.step));
  const shown = [...edges.entries()].filter(([, edge]) => edge.shown);
  const keys = [
    'row',
    'step',
    'event',
    'next',
    'paths',
    'share',
    'shareOut',
    'users',
    'median',
    'began',
    'ended',
    'drawn',
  ] as const;
  return {
    title: text('flow.title'),
    sentence: flowSentence(result, text),
    definition: define(result, text),
    cautions: cautions(result, text),
    table: { columns: keys.map((key) => text(`column.${key}`)), rows: tableRows(result, text) },
    marks: [...nodes.map(nodeMark), ...edges.map((edge) => edgeMark(nodes[edge.from]!, nodes[edge.to]!))],
    ...(shown.length > 0 && {
      chart: (theme) =>
        sankey(
          theme,
          nodes.map((node, n) => ({
            ...{ column: node.step - first, label: placeText(node, text), value: node.paths, colour: colour(node) },
            ...{ tip: nodeTip(result, n, text), row: n },
          })),
          shown.map(([n, edge]) => ({
            ...{ from: edge.from, to: edge.to, value: edge.paths },
            ...{ tip: edgeTip(result, edge, text), row: nodes.length + n },
          })),
        ),
    }),
  };
}

const BARS = 12;

function topView(result: PathsResult, text: Text): View {
  const { top, paths, different, definition } = result;
  const name = (places: readonly Place[]) => places.map((place) => placeText(place, text)).join(' → ');
  const cover = top.reduce((total, path) => total + path.share, 0);
  const [first] = top;
  return {
    title: text('top.title'),
    sentence: first
      ? text('top.sentence', {
          ...{ path: name(first.places), count: first.paths, share: percent(first.share), paths, different },
          ...{ shown: top.length, cover: percent(cover), unit: text(`unit.${definition.unit}`) },
        })
      : text('top.empty'),
    definition: define(result, text),
    table: {
      columns: (['path', 'paths', 'share', 'users', 'median'] as const).map((key) => text(`column.${key}`)),
      rows: top.map((path) => [name(path.places), path.paths, path.share, path.users, path.median]),
    },
    marks: top.map((path) => pathMark(path.places)),
    ...(first && {
      chart: (theme) =>
        bars(
          theme,
          top.slice(0, BARS).map((path) => ({
            name: name(path.places),
            value: path.paths,
            label: text('bar.label', { count: path.paths, share: percent(path.share) }),
          })),
          text('axis.paths'),
        ),
    }),
  };
}

/** The flow, step by step, and the commonest whole paths. */
export function views(result: PathsResult, text: Text): View[] {
  return result.paths === 0 ? [flowView(result, text)] : [flowView(result, text), topView(result, text)];
}
