import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { AppError } from '../../core/errors.ts';
import type { Nodes } from '../../core/paths.ts';
import { groupsIn, readCases, settingsOf, usersWhere } from '../../core/paths.ts';
import type { Comparison } from './compare.ts';
import { compareGroups } from './compare.ts';
import type { Counts } from './counts.ts';
import { countTransitions, transitionTimes, walkCase } from './counts.ts';
import type definition from './index.ts';
import { edgeMark, nodeMark } from './marks.ts';
import type { Params } from './params.ts';
import type { Transition, TransitionNode, TransitionsResult } from './result.ts';

const nodeList = ({ names }: Nodes): TransitionNode[] => [
  ...names.map((event) => ({ kind: 'event' as const, event })),
  { kind: 'start' },
  { kind: 'end' },
];

/** What leaves and what enters each node, and everything. */
function totals({ size, count }: Counts): { out: Float64Array; into: Float64Array; all: number } {
  const [out, into] = [new Float64Array(size), new Float64Array(size)];
  let all = 0;
  count.forEach((n, edge) => {
    out[Math.floor(edge / size)]! += n;
    into[edge % size]! += n;
    all += n;
  });
  return { out, into, all };
}

function edgesOf(
  counts: Counts,
  timesOf: (edge: number) => (number | null)[],
  places: Int32Array,
  comparison: Comparison | null,
): Transition[] {
  const { size, count, cases, users } = counts;
  const { out, into, all } = totals(counts);
  const found = [...count.keys()].filter((edge) => count[edge]! > 0);
  found.sort((a, b) => count[b]! - count[a]! || a - b);
  return found.map((edge) => {
    const [from, to, n] = [Math.floor(edge / size), edge % size, count[edge]!];
    const [median, p95] = timesOf(edge) as [number | null, number | null];
    return {
      ...{ from: places[from]!, to: places[to]!, count: n, cases: cases[edge]!, users: users[edge]! },
      ...{ probabilityOut: n / out[from]!, probabilityIn: n / into[to]!, share: n / all, median, p95 },
      ...(comparison && { compared: comparison.of(edge) }),
    };
  });
}

/** Counts, times and compares the transitions. */
export default (async (tables, params, context: Context): Promise<TransitionsResult> => {
  await context.step(0);
  const { cases, nodes } = readCases(tables, params);
  const counts = await countTransitions(cases, nodes.names.length, (done) => context.step(done / 2));
  const times = transitionTimes(cases, counts);
  const groups = groupsIn(tables);
  const { permutations } = params;
  const comparison =
    groups &&
    (await compareGroups(cases, groups, counts, permutations, context.seed, (done) => context.step((1 + done) / 2)));
  const present = [...counts.nodeCount.keys()].filter((node) => counts.nodeCount[node]! > 0);
  const places = new Int32Array(counts.size);
  present.forEach((node, place) => (places[node] = place));
  const list = nodeList(nodes);
  return {
    nodes: present.map((node) => ({
      ...list[node]!,
      ...{ count: counts.nodeCount[node]!, cases: counts.nodeCases[node]!, users: counts.nodeUsers[node]! },
    })),
    edges: edgesOf(counts, times, places, comparison),
    cases: cases.count,
    users: counts.nodeUsers[counts.start]!,
    groups:
      groups && comparison
        ? {
            names: groups.names,
            users: comparison.users,
            permutations: comparison.permutations,
            tested: comparison.tested,
          }
        : null,
    definition: { ...params, ...settingsOf(tables.about) },
  };
}) satisfies Compute<typeof definition>;

/** The users behind an event or a transition. */
export const members = (async (tables, params: Params, mark, context) => {
  await context.step(0);
  const { cases, nodes } = readCases(tables, params);
  const list = nodeList(nodes);
  const node = list.findIndex((each) => nodeMark(each) === mark);
  const size = list.length;
  let edge = -1;
  if (node < 0) {
    list.forEach((from, n) =>
      list.forEach((to, m) => {
        if (edgeMark(from, to) === mark) edge = n * size + m;
      }),
    );
    if (edge < 0) throw new AppError('analysis.unknown-mark', { mark });
  }
  return usersWhere(cases, (n) => {
    let found = node === size - 2;
    walkCase(cases, n, size, (from, to) => {
      found ||= to === node || from * size + to === edge;
    });
    return found;
  });
}) satisfies Members<typeof definition>;
