import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { LogEvent, PlainPath } from '../../core/paths/testing.ts';
import { logs, plainMedian, plainPaths, tablesOfLog } from '../../core/paths/testing.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, quietContext, runAnalysis } from '../test-project.ts';
import type { AnyMembers } from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { edgeMark, nodeMark, pathMark } from './marks.ts';
import type { PathsResult, Place } from './result.ts';

const run = (project: TestProject, params: object): Promise<PathsResult> =>
  runAnalysis(definition, compute, project, params);

const nameOf = (place: Place): string => (place.kind === 'event' ? (place.event ?? '?') : place.kind);

const figures = ({ nodes, edges, top, cases, started, paths, users }: PathsResult) => ({
  ...{ cases, started, paths, users },
  nodes: nodes.map((node) => `${node.step} ${nameOf(node)} ${node.paths}`),
  edges: edges.map(
    ({ from, to, paths, median }) =>
      `${nodes[from]!.step} ${nameOf(nodes[from]!)}>${nameOf(nodes[to]!)} ${paths} ${median}`,
  ),
  top: top.map((path) => [...path.places.map(nameOf), path.paths, path.share, path.users, path.median].join(' ')),
});

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows));
  }, 60_000);

  const people = (params: object, mark: string) =>
    computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, params), mark);

  test('golden.json', async () => {
    const { members: wanted, ...rest } = example.result;
    const result = await run(project, example.parameters);
    const sorted = (edges: string[]) => [...edges].sort();
    const found = figures(result);
    expect({ ...found, edges: sorted(found.edges) }).toEqual({ ...rest, edges: sorted(rest.edges) });
    for (const [mark, users] of Object.entries(wanted)) expect(await people({}, mark), mark).toEqual(users);
  });

  test.each(example.variants)('$parameters', async ({ parameters, started, top }) => {
    const result = await run(project, parameters);
    expect(result.started).toBe(started);
    expect(result.top.map((path) => [...path.places.map(nameOf), path.paths].join(' ')).sort()).toEqual(
      [...top].sort(),
    );
  });

  test('one event a step stands by itself, the rest together', async () => {
    const { nodes, folded } = await run(project, { perStep: 1 });
    expect(nodes.map((node) => `${node.step} ${nameOf(node)} ${node.paths}`)).toEqual([
      ...['1 a 3', '1 other 1', '2 c 2', '2 other 2', '3 b 1', '3 other 1', '3 end 2', '4 end 2'],
    ]);
    expect(folded).toBe(4);
  });

  test('a goal is step 0, and weights choose what is drawn', async () => {
    const { nodes, edges } = await run(project, { to: 'c', minWeight: 2 });
    expect(nodes.map((node) => node.step)).toEqual([-2, -1, -1, 0]);
    expect(edges.filter((edge) => edge.shown)).toHaveLength(1);
    expect((await run(project, { maxWeight: 1 })).edges.filter((edge) => edge.shown)).toHaveLength(6);
    expect((await run(project, { edges: 3 })).edges.filter((edge) => edge.shown)).toHaveLength(3);
  });

  test.each([
    [{ from: 'nope' }, 'paths.unknown-node'],
    [{ rename: [{ from: '/(/', to: 'x' }] }, 'paths.bad-pattern'],
    [{ window: 'soon' }, 'params.bad-duration'],
  ])('%j is refused with %s', async (params, name) => {
    await expect(run(project, params)).rejects.toMatchObject({ name });
  });

  test.each(['', '["node",9,"=a"]', '["path","=c"]', 'x'])('the mark “%s” is refused', async (mark) => {
    await expect(people({}, mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

test('the sessions of the reference log', async () => {
  const project = await projectOf(await openNodeDatabase(), ecomRows());
  const result = await run(project, {});
  expect(result.cases).toBe(golden().ecom.sessions.sessions);
}, 60_000);

/** The same question answered by slicing arrays of names. */
function followed({ names }: PlainPath, from: string, to: string, steps: number): string[] | null {
  const low = from === '' ? 0 : names.indexOf(from);
  if (low < 0) return null;
  if (to === '') {
    const part = names.slice(low, low + steps);
    return part.length < steps ? [...part, 'end'] : part;
  }
  const high = names.indexOf(to, from === '' ? 0 : low + 1);
  if (high < 0) return null;
  const way = names.slice(low, high + 1);
  if (way.length <= steps) return way;
  return from === '' ? way.slice(-steps) : [...way.slice(0, steps - 2), 'middle', to];
}

const questions = fc.record({
  from: fc.constantFrom('', 'a', 'b'),
  to: fc.constantFrom('', 'b', 'c'),
  unit: fc.constantFrom('user', 'session'),
  steps: fc.integer({ min: 2, max: 5 }),
  collapse: fc.boolean(),
  perStep: fc.integer({ min: 1, max: 5 }),
});

const answer = (log: readonly LogEvent[], params: object): Promise<PathsResult> =>
  Promise.resolve(compute(tablesOfLog(log), v.parse(definition.params, params), quietContext()));

test('every flow is that of plain code, and loses nobody', async () => {
  await fc.assert(
    fc.asyncProperty(logs(), questions, async (log, params) => {
      const result = await answer(log, params);
      const paths = plainPaths(log, params.unit, params.collapse);
      const ways = paths
        .map((path) => ({ u: path.u, way: followed(path, params.from, params.to, params.steps) }))
        .filter(({ way }) => way !== null);
      expect(result.paths).toBe(ways.length);
      expect(result.users).toBe(new Set(ways.map(({ u }) => u)).size);
      for (const { places, paths: count, users } of result.top) {
        const same = ways.filter(({ way }) => way!.join() === places.map(nameOf).join());
        expect([count, users]).toEqual([same.length, new Set(same.map(({ u }) => u)).size]);
      }
      result.nodes.forEach((node, n) => {
        const out = result.edges.filter((edge) => edge.from === n).reduce((sum, edge) => sum + edge.paths, 0);
        const into = result.edges.filter((edge) => edge.to === n).reduce((sum, edge) => sum + edge.paths, 0);
        expect([into + node.began, out + node.over]).toEqual([node.paths, node.paths]);
      });
      expect(result.nodes.reduce((sum, node) => sum + node.began, 0)).toBe(result.paths);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('medians of a transition are those of plain code', async () => {
  await fc.assert(
    fc.asyncProperty(logs(), async (log) => {
      const { nodes, edges } = await answer(log, { unit: 'user', collapse: false, steps: 2, perStep: 50 });
      const paths = plainPaths(log, 'user').filter(({ names }) => names.length > 1);
      for (const edge of edges.filter(({ to }) => nodes[to]!.kind !== 'end')) {
        const between = paths.filter(
          ({ names }) => names[0] === nameOf(nodes[edge.from]!) && names[1] === nameOf(nodes[edge.to]!),
        );
        expect(edge.median).toBe(plainMedian(between.map(({ times }) => times[1]! - times[0]!)));
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('as many users stand behind each mark as the result says', async () => {
  await fc.assert(
    fc.asyncProperty(logs(4, 25), questions, async (log, params) => {
      const parsed = v.parse(definition.params, params);
      const { nodes, edges, top } = await answer(log, params);
      const count = async (mark: string) => [...(await members(tablesOfLog(log), parsed, mark, quietContext()))].length;
      for (const node of nodes) expect(await count(nodeMark(node))).toBe(node.users);
      for (const { from, to, users } of edges) expect(await count(edgeMark(nodes[from]!, nodes[to]!))).toBe(users);
      for (const { places, users } of top) expect(await count(pathMark(places))).toBe(users);
    }),
    { numRuns: 8 },
  );
}, 60_000);
