import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { LogEvent, TestGroups } from '../../core/paths/testing.ts';
import { logs, plainMedian, plainPaths, tablesOfLog } from '../../core/paths/testing.ts';
import type { AnyMembers, TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, quietContext, runAnalysis } from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { TransitionNode, TransitionsResult } from './result.ts';

const nameOf = (node: TransitionNode): string => (node.kind === 'event' ? (node.event ?? '?') : node.kind);

const run = (project: TestProject, params: object): Promise<TransitionsResult> =>
  runAnalysis(definition, compute, project, params);

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows));
  }, 60_000);

  test('golden.json', async () => {
    const { nodes, edges, cases, users } = await run(project, example.parameters);
    const { members: wanted, ...rest } = example.result;
    const figures = {
      ...{ cases, users },
      nodes: nodes.map((node) => [nameOf(node), node.count, node.cases, node.users].join(' ')),
      edges: edges.map((edge) =>
        [
          `${nameOf(nodes[edge.from]!)}>${nameOf(nodes[edge.to]!)}`,
          ...[edge.count, edge.cases, edge.users, edge.probabilityOut, edge.median],
          edge.p95 === null ? null : Math.round(edge.p95 * 1e6) / 1e6,
        ]
          .map(String)
          .join(' '),
      ),
    };
    expect({ ...figures, edges: figures.edges.sort() }).toEqual({ ...rest, edges: [...rest.edges].sort() });
    const params = v.parse(definition.params, {});
    for (const [mark, people] of Object.entries(wanted))
      expect(await computedMembers(definition, members as AnyMembers, project, params, mark), mark).toEqual(people);
  });

  test('users who did b against those who did not', async () => {
    const { groups, edges, nodes } = await run(project, { split: 'did', goal: 'b' });
    expect(groups).toMatchObject({ users: [2, 1], permutations: 999 });
    const of = (from: string, to: string) =>
      edges.find((edge) => nameOf(nodes[edge.from]!) === from && nameOf(nodes[edge.to]!) === to)!.compared!;
    expect(of('a', 'c').groups).toEqual([
      { count: 1, probabilityOut: 1 / 3 },
      { count: 1, probabilityOut: 1 },
    ]);
    expect(of('a', 'c').difference).toBeCloseTo(-2 / 3);
    // Only one group ever leaves b.
    expect(of('b', 'c')).toMatchObject({ difference: null, p: null, q: null });
  });

  test.each([
    [{ split: 'did' }, 'paths.no-goal'],
    [{ split: 'property' }, 'paths.no-property'],
    [{ split: 'property', property: 'nope' }, 'params.unknown-property'],
    [{ split: 'did', goal: 'nope' }, 'params.unknown-event'],
  ])('%j is refused with %s', async (params, name) => {
    await expect(run(project, params)).rejects.toMatchObject({ name });
  });

  test('a mark that is none is refused', async () => {
    const params = v.parse(definition.params, {});
    const people = computedMembers(definition, members as AnyMembers, project, params, 'x');
    await expect(people).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('groups by a property: the commonest value, a named one, everyone else', async () => {
    const properties = [{ name: 'event', view: 'events', column: 'event', kind: 'text' } as const];
    const there = { ...project, data: { ...project.data, properties } };
    // Each user's first event: ann and bob a, cat b.
    expect((await run(there, { split: 'property', property: 'event' })).groups).toMatchObject({
      names: ['a', null],
      users: [2, 1],
    });
    const named = { split: 'property', property: 'event', groupA: 'b', groupB: 'a' };
    expect((await run(there, named)).groups).toMatchObject({ names: ['b', 'a'], users: [1, 2] });
  });
});

const answer = (log: readonly LogEvent[], params: object, groups?: TestGroups): Promise<TransitionsResult> =>
  Promise.resolve(compute(tablesOfLog(log, groups), v.parse(definition.params, params), quietContext()));

test('every transition is that of plain code; what goes out of a node adds up to all of it', async () => {
  await fc.assert(
    fc.asyncProperty(logs(), fc.constantFrom('user', 'session'), fc.boolean(), async (log, unit, collapse) => {
      const { nodes, edges } = await answer(log, { unit, collapse });
      const steps = plainPaths(log, unit, collapse).flatMap(({ u, names, times }, path) =>
        ['start', ...names].map((from, n) => ({
          from,
          to: names[n] ?? 'end',
          u,
          path,
          time: n > 0 && n < names.length ? times[n]! - times[n - 1]! : null,
        })),
      );
      expect(edges.reduce((sum, edge) => sum + edge.count, 0)).toBe(steps.length);
      for (const edge of edges) {
        const [from, to] = [nameOf(nodes[edge.from]!), nameOf(nodes[edge.to]!)];
        const same = steps.filter((step) => step.from === from && step.to === to);
        expect(edge.count).toBe(same.length);
        expect(edge.users).toBe(new Set(same.map(({ u }) => u)).size);
        expect(edge.cases).toBe(new Set(same.map(({ path }) => path)).size);
        expect(edge.median).toBe(plainMedian(same.map(({ time }) => time).filter((time) => time !== null)));
        expect(edge.probabilityIn).toBeCloseTo(same.length / steps.filter((step) => step.to === to).length);
      }
      nodes.forEach((node, n) => {
        const out = edges.filter((edge) => edge.from === n).reduce((sum, edge) => sum + edge.probabilityOut, 0);
        expect(out).toBeCloseTo(node.kind === 'end' ? 0 : 1);
      });
    }),
    { numRuns: 80 },
  );
}, 60_000);

/** All ways to choose so many of some. */
function choices(from: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return from.flatMap((first, n) => choices(from.slice(n + 1), count - 1).map((rest) => [first, ...rest]));
}

test('p comes near the share of all deals of the users with as large a difference', async () => {
  const ways = ['ab', 'ab', 'acab', 'ac', 'acac', 'ab', 'acc', 'ac'];
  const log = ways.flatMap((way, u) => [...way].map((name, t) => ({ u, t, e: 'abcd'.indexOf(name) })));
  const first = [0, 1, 2, 5];
  const difference = (group: readonly number[]) => {
    const share = (users: string[]) => {
      const after = users.flatMap((way) => [...way].flatMap((name, n) => (name === 'a' ? [way[n + 1] ?? 'end'] : [])));
      return after.filter((name) => name === 'b').length / after.length;
    };
    return share(ways.filter((_, u) => group.includes(u))) - share(ways.filter((_, u) => !group.includes(u)));
  };
  const deals = choices([...ways.keys()], 4).map(difference);
  const exact = deals.filter((each) => Math.abs(each) >= Math.abs(difference(first)) - 1e-12).length / deals.length;
  const of = ways.map((_, u) => (first.includes(u) ? 0 : 1));
  const params = { unit: 'user', split: 'did', goal: 'a', permutations: 9999 };
  const { edges, nodes, groups } = await answer(log, params, { of });
  const edge = edges.find(({ from, to }) => nameOf(nodes[from]!) === 'a' && nameOf(nodes[to]!) === 'b')!;
  expect(edge.compared!.difference).toBeCloseTo(difference(first));
  expect(Math.abs(edge.compared!.p! - exact)).toBeLessThan(0.02);
  expect(groups!.permutations).toBe(9999);
  expect((await answer(log, params, { of })).edges).toEqual(edges);
}, 60_000);
