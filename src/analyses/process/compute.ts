import type { Table } from 'apache-arrow';
import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { inOrder, timelineOf } from '../../core/timeline.ts';
import { numbers } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import type { Cases, Nodes, Variants } from '../../core/paths.ts';
import {
  Spans,
  addUsers,
  casesOf,
  nodesIn,
  ruleOf,
  seconds,
  settingsOf,
  usersWhere,
  variantsOf,
} from '../../core/paths.ts';
import type { Alignment } from './align.ts';
import { KINDS, alignVariants, conformanceOf, modelOf, traceOf } from './conformance.ts';
import type { Follows } from './graph.ts';
import { followsOf, walkCase } from './graph.ts';
import type definition from './index.ts';
import { DEVIATES, FITS, deviationMark, flowMark, nodeMark, variantMark } from './marks.ts';
import type { Params } from './params.ts';
import type { Activity, ProcessResult } from './result.ts';

type Tables = Record<'timeline' | 'names' | 'about', Table>;

/** How many of the commonest variants are listed. */
const LISTED = 200;
const SHARES = [0.5, 0.8, 0.9, 0.95];

interface Log {
  cases: Cases;
  nodes: Nodes;
  variants: Variants;
  activities: Activity[];
}

function readLog(tables: Tables, params: Params): Log {
  const timeline = timelineOf(tables.timeline);
  const nodes = nodesIn(tables, params);
  const rule =
    params.unit === 'column'
      ? { unit: 'value' as const, values: inOrder(timeline, numbers(tables.timeline, 'c')) }
      : ruleOf({ unit: params.unit }, tables, timeline);
  const cases = casesOf(timeline, nodes.codes, rule, params.collapse);
  const variants = variantsOf(cases.events, cases.offsets.subarray(0, cases.count), cases.offsets.subarray(1));
  const events = nodes.names.map((event): Activity => ({ kind: 'event', event }));
  return { cases, nodes, variants, activities: [...events, { kind: 'start' }, { kind: 'end' }] };
}

function nodesAndEdges({ activities }: Log, follows: Follows): Pick<ProcessResult, 'nodes' | 'edges'> {
  const { size, count, nodeCount, nodeCases, reworked } = follows;
  const present = [...nodeCount.keys()].filter((node) => nodeCount[node]! > 0);
  const places = new Map(present.map((node, place) => [node, place]));
  const found = [...count.keys()].filter((edge) => count[edge]! > 0);
  found.sort((a, b) => count[b]! - count[a]! || a - b);
  return {
    nodes: present.map((node) => ({
      ...activities[node]!,
      ...{ count: nodeCount[node]!, cases: nodeCases[node]!, reworked: reworked[node]! },
      ...{ repeats: nodeCount[node]! - nodeCases[node]!, selfLoops: count[node * size + node]! },
    })),
    edges: found.map((edge) => {
      const [median, p95] = follows.quantiles(edge) as [number | null, number | null];
      const [from, to] = [Math.floor(edge / size), edge % size].map((node) => places.get(node)!) as [number, number];
      return { from, to, count: count[edge]!, cases: follows.cases[edge]!, median, p95 };
    }),
  };
}

const lasted = ({ times, offsets }: Cases, n: number): number =>
  seconds(times[offsets[n + 1]! - 1]! - times[offsets[n]!]!);

function variantsIn(
  { cases, nodes, variants }: Log,
  order: readonly number[],
  fitting: Uint8Array | null,
): ProcessResult['variants'] {
  const spans = new Spans(variants.counts);
  for (let n = 0; n < cases.count; n++) spans.add(variants.ids[n]!, lasted(cases, n));
  let sum = 0;
  return order.slice(0, LISTED).map((variant) => {
    const count = variants.counts[variant]!;
    sum += count;
    return {
      events: Array.from(traceOf(cases, variants.first[variant]!), (code) => nodes.names[code]!),
      ...{ cases: count, share: count / cases.count, cumulative: sum / cases.count },
      throughput: spans.quantiles(variant, [0.5])[0]!,
      fits: fitting ? fitting[variant] === 1 : null,
    };
  });
}

/** How many variants, the commonest first, make up each share of the cases. */
function coverageOf(order: readonly number[], { counts }: Variants, cases: number): ProcessResult['coverage'] {
  return SHARES.map((share) => {
    let [sum, variants] = [0, 0];
    while (sum < share * cases) sum += counts[order[variants++]!]!;
    return { share, variants };
  });
}

function throughputOf(cases: Cases): ProcessResult['throughput'] {
  const spans = new Spans([cases.count]);
  for (let n = 0; n < cases.count; n++) spans.add(0, lasted(cases, n));
  const [median, p95] = spans.quantiles(0, [0.5, 0.95]) as [number | null, number | null];
  return { median, p95 };
}

function usersOf(cases: Cases): number {
  const users = new Set<number>();
  for (let n = 0; n < cases.count; n++) addUsers(users, cases, n);
  return users.size;
}

/** What directly follows what, which ways cases take, and how they depart from the path they should take. */
export default (async (tables, params, context: Context): Promise<ProcessResult> => {
  await context.step(0);
  const log = readLog(tables, params);
  const { cases, nodes, variants } = log;
  const follows = await followsOf(cases, nodes.names.length, (done) => context.step(done / 2));
  const model = modelOf(params.model, nodes, cases, variants);
  const conforming =
    model && (await conformanceOf(model, cases, variants, nodes, (done) => context.step((1 + done) / 2)));
  const order = [...variants.counts.keys()].sort((a, b) => variants.counts[b]! - variants.counts[a]! || a - b);
  return {
    ...{ cases: cases.count, events: cases.events.length, users: usersOf(cases) },
    ...nodesAndEdges(log, follows),
    variants: variantsIn(log, order, conforming && conforming.fits),
    different: variants.counts.length,
    coverage: coverageOf(order, variants, cases.count),
    throughput: throughputOf(cases),
    conformance: conforming && conforming.conformance,
    definition: { ...params, ...settingsOf(tables.about) },
  };
}) satisfies Compute<typeof definition>;

type Fits = (n: number) => boolean;

/** By variant: all its cases deviate alike. */
async function deviationMatcher(
  { cases, nodes, variants }: Log,
  params: Params,
  mark: string,
  context: Context,
): Promise<Fits | null> {
  const wanted = KINDS.flatMap((kind) =>
    nodes.names.map((event, code) => ({ kind, code, name: deviationMark(kind, event) })),
  );
  const deviation = wanted.find(({ name }) => name === mark);
  if (!deviation && mark !== FITS && mark !== DEVIATES) return null;
  const model = modelOf(params.model, nodes, cases, variants);
  if (!model) return null;
  const chosen = new Uint8Array(variants.first.length);
  const fits = ({ cost, deviations }: Alignment): boolean =>
    deviation
      ? deviations.some(({ kind, code }) => kind === deviation.kind && code === deviation.code)
      : (cost === 0) === (mark === FITS);
  await alignVariants(
    cases,
    variants,
    model,
    (done) => context.step(done),
    (alignment, variant) => {
      chosen[variant] = Number(fits(alignment));
    },
  );
  return (n) => chosen[variants.ids[n]!] === 1;
}

function graphMatcher({ cases, activities, nodes, variants }: Log, mark: string): Fits | null {
  const size = activities.length;
  const node = activities.findIndex((each) => nodeMark(each) === mark);
  if (node >= 0) {
    return (n) => node === size - 2 || node === size - 1 || traceOf(cases, n).includes(node);
  }
  for (let edge = 0; mark.startsWith('["edge"') && edge < size * size; edge++) {
    const [from, to] = [Math.floor(edge / size), edge % size];
    if (flowMark(activities[from]!, activities[to]!) !== mark) continue;
    return (n) => {
      let found = false;
      walkCase(cases, n, size, (a, b) => void (found ||= a === from && b === to));
      return found;
    };
  }
  const nameOf = (n: number) => variantMark(Array.from(traceOf(cases, n), (code) => nodes.names[code]!));
  const variant = mark.startsWith('["variant"') ? variants.first.findIndex((first) => nameOf(first) === mark) : -1;
  return variant < 0 ? null : (n) => variants.ids[n] === variant;
}

/** The users behind an activity, a flow, a variant, a deviation, or all that fits or does not. */
export const members = (async (tables, params, mark, context) => {
  await context.step(0);
  const log = readLog(tables, params);
  const fits = (await deviationMatcher(log, params, mark, context)) ?? graphMatcher(log, mark);
  if (!fits) throw new AppError('analysis.unknown-mark', { mark });
  return usersWhere(log.cases, fits);
}) satisfies Members<typeof definition>;
