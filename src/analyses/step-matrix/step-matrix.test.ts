import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { logs, plainPaths, tablesOfLog } from '../../core/paths/testing.ts';
import type { AnyMembers, TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, quietContext, runAnalysis } from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { MatrixRow, StepMatrixResult } from './result.ts';

const nameOf = (row: MatrixRow): string => (row.kind === 'event' ? (row.event ?? '?') : row.kind);
const rowsOf = ({ rows }: StepMatrixResult): string[] => rows.map((row) => [nameOf(row), ...row.paths].join(' '));

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows));
  }, 60_000);

  const run = (params: object): Promise<StepMatrixResult> => runAnalysis(definition, compute, project, params);
  const people = (mark: string) =>
    computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, example.parameters), mark);

  test('golden.json', async () => {
    const result = await run(example.parameters);
    const { steps, cases, paths, users } = result;
    const { members: wanted, ...rest } = example.result;
    expect({ steps, cases, paths, users, rows: rowsOf(result) }).toEqual(rest);
    for (const [mark, names] of Object.entries(wanted)) expect(await people(mark), mark).toEqual(names);
    await expect(people('[9,"=a"]')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test.each(example.variants)('$parameters', async ({ parameters, steps, paths, rows }) => {
    const result = await run(parameters);
    expect([result.steps, result.paths]).toEqual([steps, paths]);
    expect(rowsOf(result).sort()).toEqual([...rows].sort());
  });

  test('a centre that nobody did is refused', async () => {
    await expect(run({ centre: 'nope' })).rejects.toMatchObject({ name: 'paths.unknown-node' });
  });
});

const questions = fc.record({
  unit: fc.constantFrom('user', 'session'),
  centre: fc.constantFrom('', 'a', 'b'),
  before: fc.nat(3),
  after: fc.nat(4),
  collapse: fc.boolean(),
  threshold: fc.constantFrom(0, 30),
});

test('every cell is that of plain code; every column holds all paths, each group too', async () => {
  await fc.assert(
    fc.asyncProperty(logs(), questions, async (log, params) => {
      const groups = { of: [0, 1, 0, 1, null] as const };
      const parsed = v.parse(definition.params, { ...params, split: 'did', goal: 'a' });
      const result = await compute(tablesOfLog(log, groups), parsed, quietContext());
      const aligned = plainPaths(log, params.unit, params.collapse)
        .map((path) => ({ ...path, at: params.centre === '' ? 0 : path.names.indexOf(params.centre) }))
        .filter(({ at }) => at >= 0);
      expect(result.paths).toBe(aligned.length);
      result.steps.forEach((step, column) => {
        const offset = params.centre === '' ? step - 1 : step;
        const here = aligned.map(({ u, names, at }) => ({
          u,
          name: at + offset < 0 ? 'before' : (names[at + offset] ?? 'over'),
        }));
        for (const row of result.rows.filter(({ kind }) => kind !== 'other')) {
          const same = here.filter(({ name }) => name === nameOf(row));
          expect(row.paths[column]).toBe(same.length);
          expect(row.users[column]).toBe(new Set(same.map(({ u }) => u)).size);
          expect(row.groups!.map((group) => group[column])).toEqual(
            [0, 1].map((g) => same.filter(({ u }) => groups.of[u] === g).length),
          );
        }
        const sum = (of: (row: StepMatrixResult['rows'][number]) => number) =>
          result.rows.reduce((total, row) => total + of(row), 0);
        expect(sum((row) => row.paths[column]!)).toBe(result.paths);
        expect([0, 1].map((g) => sum((row) => row.groups![g]![column]!))).toEqual(result.groups!.paths);
      });
    }),
    { numRuns: 80 },
  );
}, 60_000);

test('the test of a cell is that of two proportions', async () => {
  // At step 1, 15 of 20 of the first group are at a and 6 of 20 of the second: z = 2.8496 (pooled variance), p by Python’s erfc.
  const log = Array.from({ length: 40 }, (_, u) => ({ u, t: 0, e: (u < 20 ? u < 15 : u < 26) ? 0 : 1 }));
  const groups = { of: log.map(({ u }) => (u < 20 ? 0 : 1) as 0 | 1) };
  const parsed = v.parse(definition.params, { unit: 'user', after: 0, split: 'did', goal: 'a' });
  const { rows, groups: found } = await compute(tablesOfLog(log, groups), parsed, quietContext());
  expect(found).toMatchObject({ paths: [20, 20], tested: 2 });
  const row = rows.find((each) => nameOf(each) === 'a')!;
  expect(row.p![0]).toBeCloseTo(0.00437723, 6);
  expect(row.q![0]).toBeCloseTo(0.00437723, 6);
});
