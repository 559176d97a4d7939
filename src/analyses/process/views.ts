import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { graph } from '../../charts/graph.ts';
import { definitionText, nodeText, percent, spanText } from '../../features/path-words.ts';
import { DEVIATES, FITS, deviationMark, flowMark, nodeMark, variantMark } from './marks.ts';
import type { Activity, Flow, ProcessResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const nameOf = (node: Activity, text: Text): string =>
  node.kind === 'event' ? nodeText(node.event, text) : text(`node.${node.kind}`);

const sentences = (parts: readonly string[], text: Text): string =>
  parts.filter((part) => part !== '').join(text.language === 'zh' ? '' : ' ');

const way = (events: readonly (string | null)[], text: Text): string =>
  events.map((event) => nodeText(event, text)).join(' → ');

function define(result: ProcessResult, text: Text, more: readonly string[] = []): string {
  const { unit, column } = result.definition;
  const cases = unit === 'column' ? text('define.column', { column }) : '';
  return definitionText(result.definition, text, [cases, text('define.follows'), ...more]);
}

/** A step counts as common in a twentieth of the cases. */
const COMMON = 0.05;

function slowest(result: ProcessResult, text: Text): string {
  const { nodes, edges, cases } = result;
  const common = edges.filter(({ median, cases: has }) => median !== null && has >= COMMON * cases);
  const [first] = common.sort((a, b) => b.median! - a.median!);
  if (!first) return '';
  const [from, to] = [first.from, first.to].map((n) => nameOf(nodes[n]!, text)) as [string, string];
  return text('graph.slowest', { from, to, median: spanText(first.median!, text), count: first.count });
}

function graphSentence(result: ProcessResult, text: Text): string {
  const { cases, users, events, throughput } = result;
  if (cases === 0) return text('graph.empty');
  const times = { median: spanText(throughput.median!, text), p95: spanText(throughput.p95!, text) };
  return sentences([text('graph.sentence', { cases, users, events, ...times }), slowest(result, text)], text);
}

const weightOf = (edge: Flow, { definition }: ProcessResult): number | null => edge[definition.weight];

function drawn(result: ProcessResult): { nodes: number[]; edges: number[] } {
  const { nodes, edges, definition } = result;
  const places = [...nodes.keys()];
  const events = places.filter((n) => nodes[n]!.kind === 'event');
  const common = events.sort((a, b) => nodes[b]!.cases - nodes[a]!.cases || a - b).slice(0, definition.nodes);
  const ends = (kind: 'start' | 'end') => places.filter((n) => nodes[n]!.kind === kind);
  const kept = [...ends('start'), ...common, ...ends('end')];
  const isKept = new Set(kept);
  const fits = (edge: Flow) => isKept.has(edge.from) && isKept.has(edge.to) && weightOf(edge, result) !== null;
  // By how often it happens, whatever weight is shown: a rare transition may be as slow as it likes.
  const commonest = [...edges.keys()].filter((n) => fits(edges[n]!)).slice(0, definition.edges);
  const linked = new Set(commonest.flatMap((n) => [edges[n]!.from, edges[n]!.to]));
  return { nodes: kept.filter((n) => linked.has(n)), edges: commonest };
}

function edgeTip({ nodes }: ProcessResult, edge: Flow, text: Text): string {
  const [from, to] = [edge.from, edge.to].map((n) => nameOf(nodes[n]!, text)) as [string, string];
  const { median, p95, count, cases } = edge;
  const time =
    median === null ? '' : text('edge.tip.time', { median: spanText(median, text), p95: spanText(p95!, text) });
  return text('edge.tip', { from, to, count, cases, time });
}

function chartOf(result: ProcessResult, text: Text): NonNullable<View['chart']> {
  const { nodes, edges, definition } = result;
  const shown = drawn(result);
  const label = (edge: Flow) =>
    definition.weight === 'count' ? String(edge.count) : spanText(weightOf(edge, result)!, text);
  const points = shown.nodes.map((place) => {
    const node = nodes[place]!;
    const values = { count: node.count, cases: node.cases, reworked: node.reworked, loops: node.selfLoops };
    const tip = text('node.tip', { label: nameOf(node, text), ...values });
    return { label: nameOf(node, text), value: node.cases, isEdge: node.kind !== 'event', tip, row: place };
  });
  const links = shown.edges.map((n) => ({
    ...{ from: shown.nodes.indexOf(edges[n]!.from), to: shown.nodes.indexOf(edges[n]!.to), difference: null },
    ...{ value: weightOf(edges[n]!, result)!, label: label(edges[n]!), tip: edgeTip(result, edges[n]!, text) },
    row: nodes.length + n,
  }));
  return (theme) => graph(theme, points, links, 'circular');
}

function graphView(result: ProcessResult, text: Text): View {
  const { nodes, edges, cases } = result;
  const keys = ['row', 'event', 'next', 'count', 'cases', 'median', 'p95'] as const;
  const name = (n: number) => nameOf(nodes[n]!, text);
  return {
    title: text('graph.title'),
    sentence: graphSentence(result, text),
    definition: define(result, text),
    cautions: [text('caution.open')],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: [
        ...nodes.map((node, n) => [text('row.node'), name(n), null, node.count, node.cases, null, null]),
        ...edges.map((edge) => [
          ...[text('row.edge'), name(edge.from), name(edge.to), edge.count, edge.cases, edge.median, edge.p95],
        ]),
      ],
    },
    marks: [...nodes.map(nodeMark), ...edges.map(({ from, to }) => flowMark(nodes[from]!, nodes[to]!))],
    ...(cases > 0 && { chart: chartOf(result, text) }),
  };
}

const BARS = 15;

function variantsView(result: ProcessResult, text: Text): View {
  const { variants, cases, different, coverage } = result;
  const first = variants[0]!;
  const n80 = coverage.find(({ share }) => share === 0.8)!.variants;
  const fits = (value: boolean | null) => (value === null ? null : text(value ? 'fits.yes' : 'fits.no'));
  return {
    title: text('variants.title'),
    sentence: text('variants.sentence', { different, count: first.cases, cases, share: percent(first.share), n80 }),
    definition: define(result, text),
    cautions: [
      text('caution.open'),
      ...(different > cases / 2 && cases > 1 ? [text('caution.long', { different, cases })] : []),
    ],
    table: {
      columns: (['way', 'cases', 'share', 'cumulative', 'throughput', 'fits'] as const).map((key) =>
        text(`column.${key}`),
      ),
      rows: variants.map((each) => [
        ...[way(each.events, text), each.cases, each.share, each.cumulative, each.throughput, fits(each.fits)],
      ]),
    },
    marks: variants.map(({ events }) => variantMark(events)),
    chart: (theme) =>
      bars(
        theme,
        variants.slice(0, BARS).map((each) => ({
          name: way(each.events, text),
          value: each.cases,
          label: text('bar.label', { count: each.cases, share: percent(each.share) }),
        })),
        text('axis.cases'),
      ),
  };
}

function conformanceSentence(result: ProcessResult, text: Text): string {
  const { conformance, cases } = result;
  if (!conformance) return text('conformance.none');
  const { fitting, fitness, model, deviations } = conformance;
  const [first] = deviations;
  const most = () => ({ event: nodeText(first!.event, text), kind: text(`kind.${first!.kind}`), count: first!.cases });
  const figures = { fitting, cases, share: percent(fitting / cases), fitness: Math.round(fitness * 1000) / 1000 };
  return sentences(
    [
      text('conformance.sentence', { ...figures, model: model.join(' → ') }),
      first ? text('conformance.most', most()) : '',
    ],
    text,
  );
}

function conformanceView(result: ProcessResult, text: Text): View {
  const { conformance, cases } = result;
  const { fitting = 0, deviations = [], model = [], assumed = false } = conformance ?? {};
  const kind = (each: (typeof deviations)[number]) => `${nodeText(each.event, text)}: ${text(`kind.${each.kind}`)}`;
  const ends = conformance
    ? [[text('row.fits'), fitting] as const, [text('row.deviates'), cases - fitting] as const]
    : [];
  return {
    title: text('conformance.title'),
    sentence: conformanceSentence(result, text),
    definition: define(result, text, [
      conformance ? text(assumed ? 'define.assumed' : 'define.model', { model: model.join(' → ') }) : '',
      text('define.fitness'),
    ]),
    cautions: [text('caution.open'), ...(assumed ? [text('caution.assumed')] : [])],
    table: {
      columns: (['kind', 'cases', 'share', 'count'] as const).map((key) => text(`column.${key}`)),
      rows: [
        ...deviations.map((each) => [kind(each), each.cases, each.cases / cases, each.times]),
        ...ends.map(([name, count]) => [name, count, count / cases, null]),
      ],
    },
    marks: [
      ...deviations.map((each) => deviationMark(each.kind, each.event)),
      ...(conformance ? [FITS, DEVIATES] : []),
    ],
    ...(deviations.length > 0 && {
      chart: (theme) =>
        bars(
          theme,
          deviations.slice(0, BARS).map((each) => ({
            name: kind(each),
            value: each.cases,
            label: text('bar.label', { count: each.cases, share: percent(each.cases / cases) }),
          })),
          text('axis.cases'),
        ),
    }),
  };
}

function reworkView(result: ProcessResult, text: Text): View {
  const repeated = result.nodes.filter((node) => node.reworked > 0).sort((a, b) => b.reworked - a.reworked);
  const [first] = repeated;
  const share = (node: (typeof repeated)[number]) => node.reworked / node.cases;
  return {
    title: text('rework.title'),
    sentence: first
      ? text('rework.sentence', {
          ...{ event: nameOf(first, text), count: first.reworked, cases: first.cases },
          ...{ share: percent(share(first)), repeats: first.repeats },
        })
      : text('rework.none'),
    definition: define(result, text),
    table: {
      columns: (['event', 'reworked', 'share', 'repeats', 'loops'] as const).map((key) => text(`column.${key}`)),
      rows: repeated.map((node) => [nameOf(node, text), node.reworked, share(node), node.repeats, node.selfLoops]),
    },
  };
}

/** The graph, the variants, the departures from the path, and what is done again. */
export function views(result: ProcessResult, text: Text): View[] {
  if (result.cases === 0) return [graphView(result, text)];
  return [graphView(result, text), variantsView(result, text), conformanceView(result, text), reworkView(result, text)];
}
