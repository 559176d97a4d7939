import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { AppError } from '../../core/errors.ts';
import type { Row, TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, runAnalysis } from '../test-project.ts';
import type { AnyMembers } from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import { histogram } from './histogram.ts';
import definition from './index.ts';
import type { FunnelResult } from './result.ts';

const run = (project: TestProject, params: object): Promise<FunnelResult> =>
  runAnalysis(definition, compute, project, params);

const membersOf = (project: TestProject, params: object, mark: string): Promise<string[]> =>
  computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, params), mark);

const reached = (result: FunnelResult) => result.steps.map((step) => step.count);

let database: NodeDatabase;
let project: TestProject;
beforeAll(async () => {
  database = await openNodeDatabase();
  project = await projectOf(database, datedRows(example.input.rows));
}, 60_000);

describe('a log counted by hand', () => {
  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    expect(reached(result)).toEqual(example.result.reached);
    expect(result.timeToConvert).toMatchObject({
      median: (1800 + 3600) / 2,
      p25: 1800,
      p75: 3600 + (604_800 - 3600) / 4,
    });
    expect(result.timeToConvert!.histogram.reduce((sum, bin) => sum + bin.count, 0)).toBe(
      example.result.seconds.length,
    );
  });

  test.each(example.variants)('$parameters', async ({ parameters, reached: expected }) => {
    const params = { ...example.parameters, ...parameters };
    expect(reached(await run(project, params))).toEqual(expected);
    const members = await membersOf(project, params, `reached:${expected.length}`);
    expect(members.length).toBe(expected.at(-1));
  });

  test('its order in the file matters for ties alone', async () => {
    const backwards = await projectOf(await openNodeDatabase(), datedRows(example.input.rows.toReversed()));
    // eve's buy now stands before her add of the same second.
    expect(reached(await run(backwards, example.parameters))).toEqual([6, 5, 3]);
    expect(reached(await run(backwards, { ...example.parameters, ties: 'strict' }))).toEqual([6, 5, 3]);
  });

  test('the users behind a bar, by name', async () => {
    expect(await membersOf(project, example.parameters, 'reached:3')).toEqual(['ann', 'bob', 'cat', 'eve']);
    expect(await membersOf(project, example.parameters, 'dropped:2')).toEqual(['fay']);
    expect(await membersOf(project, example.parameters, 'dropped:3')).toEqual(['dan']);
  });

  test('shares and their Wilson interval', async () => {
    const last = (await run(project, example.parameters)).steps[2]!;
    expect(last).toMatchObject({ name: 'buy', count: 4, fromFirst: 4 / 6, fromPrevious: 4 / 5 });
    // SciPy 1.17.1, binomtest(4, 6).proportion_ci(method='wilson').
    expect(last.low).toBeCloseTo(0.299993315138392, 10);
    expect(last.high).toBeCloseTo(0.9032285888942195, 10);
  });

  test('without steps, the three events that most users did', async () => {
    expect((await run(project, {})).steps.map((step) => step.name)).toEqual(['view', 'add', 'buy']);
  });
});

describe('what it refuses', () => {
  const codeOf = (params: object) =>
    run(project, params).then(
      () => 'no error',
      (error: AppError) => error.code,
    );
  test.each([
    [{ steps: ['view', 'nope'] }, 'params.unknown-event'],
    [{ steps: ['view', { events: ['add'], optional: true }] }, 'funnel.optional-end'],
    [{ exclude: [{ events: ['help'], from: 2, to: 9 }] }, 'funnel.bad-exclusion'],
    [{ count: 'property' }, 'funnel.no-property'],
    [{ observationEnd: 'soon' }, 'funnel.bad-end'],
    [{ breakdown: 'nope' }, 'params.unknown-property'],
    [{ steps: [{ events: ['view'] }, { events: ['buy'], within: 'soon' }] }, 'params.bad-duration'],
    [{ window: 'a week' }, 'params.bad-duration'],
    [{ window: '0d' }, 'params.bad-duration'],
  ])('%j: %s', async (params, code) => expect(await codeOf(params)).toBe(code));

  test('a log without events', async () => {
    const empty = await projectOf(await openNodeDatabase(), []);
    await expect(run(empty, {})).rejects.toMatchObject({ name: 'funnel.no-steps' });
  });

  test.each(['reached:4', 'reached:0', 'dropped:1', 'x', 'segment:0', 'period:soon', 'took:5:1'])(
    'the mark %s',
    async (mark) => {
      await expect(membersOf(project, example.parameters, mark)).rejects.toMatchObject({
        name: 'analysis.unknown-mark',
      });
    },
  );
});

test('a histogram covers every value once, in at most 24 bins of one width', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const bins = histogram(Float64Array.from(values).sort());
      expect(bins.length).toBeLessThanOrEqual(24);
      expect(bins.map((bin) => bin.count)).toEqual(
        bins.map(({ from, to }) => values.filter((value) => value >= from && value < to).length),
      );
    }),
  );
});

test('an unsorted log of one busy user is put in order first', async () => {
  const rows = Array.from({ length: 400 }, (_, n): Row => [
    'ann',
    Date.UTC(2024, 0, 1) + n * 60_000,
    n % 2 ? 'b' : 'a',
  ]);
  const shuffled = rows
    .map((row, n) => ({ row, key: (n * 7919) % 400 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  const result = await run(await projectOf(database, shuffled), { steps: ['a', 'b'], order: 'strict', window: '1m' });
  expect(reached(result)).toEqual([1, 1]);
  expect(result.timeToConvert!.median).toBe(60);
});
