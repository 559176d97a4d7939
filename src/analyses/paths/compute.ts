import type { Table } from 'apache-arrow';
import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import type { CaseRule, Cases, Nodes, Variants } from '../../core/paths.ts';
import {
  Spans,
  casesOf,
  nodeNamed,
  nodesIn,
  ruleOf,
  seconds,
  settingsOf,
  usersWhere,
  variantsOf,
} from '../../core/paths.ts';
import { timelineOf } from '../../core/timeline.ts';
import type { Codes, Flow, Fold } from './flow.ts';
import { codesFor, edgeMedians, flowOf, foldOf, walkSlice } from './flow.ts';
import type definition from './index.ts';
import { edgeMark, nodeMark, pathMark } from './marks.ts';
import type { Params } from './params.ts';
import type { FlowEdge, FlowNode, PathsResult, Place, TopPath } from './result.ts';
import type { Slices } from './slices.ts';
import { slicesOf } from './slices.ts';

type Tables = Record<'timeline' | 'names' | 'about', Table>;

/** How many of the commonest paths are listed. */
const TOP = 50;

interface Walked {
  cases: Cases;
  slices: Slices;
  fold: Fold;
  codes: Codes;
  nodes: Nodes;
}

function caseRule(params: Params, tables: Tables, from: number, to: number): CaseRule {
  const timeline = timelineOf(tables.timeline);
  if (params.unit !== 'window') return ruleOf({ unit: params.unit }, tables, timeline);
  const windowUs = (parseDuration(params.window) ?? Infinity) * 1000;
  const [side, node] = from >= 0 ? (['start', from] as const) : (['end', to] as const);
  return { unit: 'window', windowUs, ...(node >= 0 && { anchor: { node, side } }) };
}

function walk(tables: Tables, params: Params): Walked {
  const nodes = nodesIn(tables, params);
  const [from, to] = [params.from, params.to].map((name) => (name === '' ? -1 : nodeNamed(name, nodes)));
  const rule = caseRule(params, tables, from!, to!);
  const cases = casesOf(timelineOf(tables.timeline), nodes.codes, rule, params.collapse);
  const codes = codesFor(nodes.names.length);
  const { middle, end } = codes;
  const slices = slicesOf(cases, { from: from!, to: to!, steps: params.steps, middle, end });
  return { cases, slices, codes, nodes, fold: foldOf(slices, codes, params.steps, params.perStep) };
}

function placeOf(code: number, { middle, end, other }: Codes, { names }: Nodes): Place {
  if (code === middle) return { kind: 'middle' };
  if (code === end) return { kind: 'end' };
  return code === other ? { kind: 'other' } : { kind: 'event', event: names[code]! };
}

/** Followed back from a goal, the goal is step 0. */
const stepOf = (column: number, { from, to, steps }: Params): number =>
  from === '' && to !== '' ? column - steps + 1 : column + 1;

function nodesOfFlow({ fold, codes, nodes }: Walked, flow: Flow, params: Params): FlowNode[] {
  return fold.codes.map((code, n) => ({
    ...placeOf(code, codes, nodes),
    step: stepOf(fold.columns[n]!, params),
    paths: flow.paths[n]!,
    users: flow.users[n]!,
    began: flow.began[n]!,
    over: flow.over[n]!,
  }));
}

/** All edges, the heaviest first; those within the limits are shown. */
function edgesOfFlow({ slices, cases, fold, codes }: Walked, flow: Flow, params: Params): FlowEdge[] {
  const size = fold.codes.length;
  const median = edgeMedians(slices, cases, fold, codes, flow.edgePaths);
  const isTimed = (place: number) => fold.codes[place] !== codes.middle && fold.codes[place] !== codes.end;
  const found = [...flow.edgePaths.keys()].filter((edge) => flow.edgePaths[edge]! > 0);
  found.sort((a, b) => flow.edgePaths[b]! - flow.edgePaths[a]! || a - b);
  const most = params.maxWeight === 0 ? Infinity : params.maxWeight;
  let room = params.edges;
  return found.map((edge) => {
    const [from, to, paths] = [Math.floor(edge / size), edge % size, flow.edgePaths[edge]!];
    const shown = paths >= params.minWeight && paths <= most && room-- > 0;
    return {
      from,
      to,
      paths,
      users: flow.edgeUsers[edge]!,
      median: isTimed(from) && isTimed(to) ? median(edge) : null,
      shown,
    };
  });
}

const commonest = ({ counts }: Variants): number[] =>
  [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, TOP);

function topPaths({ slices, cases, codes, nodes }: Walked, variants: Variants): TopPath[] {
  const top = commonest(variants);
  const rank = new Map(top.map((variant, place) => [variant, place]));
  const spans = new Spans(top.map((variant) => variants.counts[variant]!));
  const users = top.map(() => ({ count: 0, last: -1 }));
  for (let n = 0; n < slices.starts.length; n++) {
    const place = rank.get(variants.ids[n]!);
    if (place === undefined) continue;
    const [first, last] = [slices.places[slices.starts[n]!]!, slices.places[slices.ends[n]! - 1]!];
    spans.add(place, seconds(cases.times[last]! - cases.times[first]!));
    const owner = cases.owners[slices.cases[n]!]!;
    if (users[place]!.last !== owner) users[place]!.count++;
    users[place]!.last = owner;
  }
  return top.map((variant, place) => {
    const [start, end] = [slices.starts, slices.ends].map((bounds) => bounds[variants.first[variant]!]!);
    return {
      places: Array.from(slices.codes.subarray(start, end), (code) => placeOf(code, codes, nodes)),
      paths: variants.counts[variant]!,
      share: variants.counts[variant]! / slices.starts.length,
      users: users[place]!.count,
      median: spans.quantiles(place, [0.5])[0]!,
    };
  });
}

function usersOf({ slices, cases }: Walked): number {
  let [count, last] = [0, -1];
  for (const n of slices.cases) {
    if (cases.owners[n] !== last) count++;
    last = cases.owners[n]!;
  }
  return count;
}

/** Follows every session, user or window, and counts the ways they take. */
export default (async (tables, params, context: Context): Promise<PathsResult> => {
  await context.step(0);
  const walked = walk(tables, params);
  const { slices, cases, fold, codes } = walked;
  const flow = await flowOf(slices, cases, fold, codes, (done) => context.step(done));
  const variants = variantsOf(slices.codes, slices.starts, slices.ends);
  return {
    cases: cases.count,
    started: slices.started,
    paths: slices.starts.length,
    users: usersOf(walked),
    nodes: nodesOfFlow(walked, flow, params),
    edges: edgesOfFlow(walked, flow, params),
    top: topPaths(walked, variants),
    different: variants.counts.length,
    folded: fold.folded,
    definition: { ...params, ...settingsOf(tables.about) },
  };
}) satisfies Compute<typeof definition>;

/** Whether a slice passes a place, a pair of places, or is a path: by the same names as the result's. */
function matcher(walked: Walked, params: Params, mark: string): (n: number) => boolean {
  const { slices, fold, codes, nodes } = walked;
  const named = fold.codes.map((code, n) => ({
    ...placeOf(code, codes, nodes),
    step: stepOf(fold.columns[n]!, params),
  }));
  const wanted = { node: -1, from: -1, to: -1 };
  named.forEach((node, n) => {
    if (nodeMark(node) === mark) wanted.node = n;
    named.forEach((next, m) => {
      if (next.step === node.step + 1 && edgeMark(node, next) === mark) [wanted.from, wanted.to] = [n, m];
    });
  });
  if (wanted.node >= 0 || wanted.to >= 0) {
    return (n) => {
      let found = false;
      walkSlice(slices, n, fold, codes.all, (from, to) => {
        found ||= wanted.node >= 0 ? to === wanted.node : from === wanted.from && to === wanted.to;
      });
      return found;
    };
  }
  const variants = variantsOf(slices.codes, slices.starts, slices.ends);
  const variant = variants.first.findIndex((first) => {
    const part = slices.codes.subarray(slices.starts[first], slices.ends[first]);
    return pathMark(Array.from(part, (code) => placeOf(code, codes, nodes))) === mark;
  });
  if (variant < 0) throw new AppError('analysis.unknown-mark', { mark });
  return (n) => variants.ids[n] === variant;
}

/** The users behind a place, a transition or a path. */
export const members = (async (tables, params, mark, context) => {
  await context.step(0);
  const walked = walk(tables, params);
  const fits = matcher(walked, params, mark);
  const chosen = new Uint8Array(walked.cases.count);
  walked.slices.cases.forEach((n, slice) => (chosen[n] = Number(fits(slice))));
  return usersWhere(walked.cases, (n) => chosen[n] === 1);
}) satisfies Members<typeof definition>;
