import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { LogEvent, TestGroups } from '../../core/paths/testing.ts';
import { logs, plainPaths, tablesOfLog } from '../../core/paths/testing.ts';
import type { AnyMembers, TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, quietContext, runAnalysis } from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { SequencesResult } from './result.ts';

const namesOf = (events: readonly (string | null)[]): string => events.map((event) => event ?? '?').join(' ');

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows));
  }, 60_000);

  const run = (params: object): Promise<SequencesResult> => runAnalysis(definition, compute, project, params);
  const people = (mark: string) =>
    computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, {}), mark);

  test('golden.json', async () => {
    const { cases, users, ended, complete, patterns } = await run(example.parameters);
    const { members: wanted, ...rest } = example.result;
    const found = patterns.map((pattern) =>
      [namesOf(pattern.events), pattern.cases, pattern.support, pattern.users].join(' '),
    );
    expect({ cases, users, ended, complete, patterns: found.slice(0, 2).concat(found.slice(2).sort()) }).toEqual(rest);
    for (const [mark, names] of Object.entries(wanted)) expect(await people(mark), mark).toEqual(names);
  });

  test.each(example.variants)('$parameters', async ({ parameters, patterns }) => {
    const found = (await run(parameters)).patterns.map((pattern) => `${namesOf(pattern.events)} ${pattern.cases}`);
    expect(found.sort()).toEqual(patterns);
  });

  test('a full list says down to which support it is whole', async () => {
    const { patterns, ended, complete } = await run({ most: 1 });
    expect(patterns).toHaveLength(1);
    expect([ended, complete]).toEqual(['most', 3 / 4]);
  });

  test('only what comes before the goal counts', async () => {
    const { groups, patterns } = await run({ split: 'did', goal: 'c', minLength: 1 });
    expect(groups!.users).toEqual([2, 1]);
    // ann’s second session lies after her first goal; what is left is a b, a and b a b.
    expect(
      patterns
        .map((pattern) => `${namesOf(pattern.events)} ${pattern.cases} ${pattern.compared!.users.join('/')}`)
        .sort(),
    ).toEqual(['a 3 2/1', 'a b 2 1/1', 'b 2 1/1', 'b a 1 0/1', 'b a b 1 0/1', 'b b 1 0/1'].sort());
  });

  test.each(['', 'x', '[]', '["=nope"]', '7'])('the mark “%s” is refused', async (mark) => {
    await expect(people(mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

const answer = (log: readonly LogEvent[], params: object, groups?: TestGroups): Promise<SequencesResult> =>
  Promise.resolve(compute(tablesOfLog(log, groups), v.parse(definition.params, params), quietContext()));

/** Every pattern of a path by choosing places, in the plainest way there is. */
function patternsIn(names: readonly string[], least: number, most: number, gaps: string): Set<string> {
  const found = new Set<string>();
  const choose = (from: number, chosen: readonly string[]): void => {
    if (chosen.length >= least) found.add(chosen.join(' '));
    if (chosen.length === most) return;
    const to = gaps === 'none' && chosen.length > 0 ? Math.min(from + 1, names.length) : names.length;
    for (let n = from; n < to; n++) choose(n + 1, [...chosen, names[n]!]);
  };
  choose(0, []);
  found.delete('');
  return found;
}

test('all patterns are those of plain code, in order of support', async () => {
  const questions = fc.record({
    unit: fc.constantFrom('user', 'session'),
    gaps: fc.constantFrom('any', 'none'),
    minSupport: fc.constantFrom(1, 20, 50, 100),
    minLength: fc.integer({ min: 1, max: 2 }),
    maxLength: fc.integer({ min: 2, max: 3 }),
    collapse: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(logs(2, 30), questions, async (log, params) => {
      const result = await answer(log, { ...params, most: 2000 });
      const paths = plainPaths(log, params.unit, params.collapse);
      const counts = new Map<string, Set<number>>();
      paths.forEach(({ names }, path) => {
        for (const pattern of patternsIn(names, params.minLength, params.maxLength, params.gaps)) {
          if (!counts.has(pattern)) counts.set(pattern, new Set());
          counts.get(pattern)!.add(path);
        }
      });
      const wanted = [...counts].filter(
        ([, holders]) => holders.size >= (params.minSupport / 100) * paths.length - 1e-9,
      );
      const plain = wanted.map(([pattern, holders]) =>
        [pattern, holders.size, new Set([...holders].map((path) => paths[path]!.u)).size].join(),
      );
      expect(result.patterns.map(({ events, cases, users }) => [namesOf(events), cases, users].join()).sort()).toEqual(
        plain.sort(),
      );
      result.patterns.slice(1).forEach(({ cases }, n) => expect(cases).toBeLessThanOrEqual(result.patterns[n]!.cases));
    }),
    { numRuns: 80 },
  );
}, 60_000);

test('a cut list holds the commonest, whole down to what it says', async () => {
  await fc.assert(
    fc.asyncProperty(logs(), fc.integer({ min: 1, max: 12 }), async (log, most) => {
      const all = await answer(log, { minSupport: 1, most: 2000 });
      const some = await answer(log, { minSupport: 1, most });
      expect(some.patterns).toEqual(all.patterns.slice(0, most));
      const whole = all.patterns.filter(({ support }) => support >= some.complete - 1e-12);
      expect(some.patterns.slice(0, whole.length)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
}, 60_000);

test('groups are compared by users: Fisher’s test where cells are small, chi-square where not', async () => {
  const has = (u: number, of: number) => [
    { u, t: 0, e: of },
    { u, t: 1, e: 1 },
  ];
  // 3 of 4 of the first group and 1 of 4 of the second have a b: p = 34/70, as in Fisher’s tea tasting.
  const tea = [0, 0, 0, 2, 0, 2, 2, 2].flatMap((event, u) => has(u, event));
  const groups = { of: [0, 0, 0, 0, 1, 1, 1, 1] as const };
  const params = { unit: 'user', split: 'did', goal: 'a', untilGoal: false };
  const first = (await answer(tea, params, groups)).patterns.find(({ events }) => namesOf(events) === 'a b')!;
  expect(first.compared).toMatchObject({ users: [3, 1], difference: 0.5 });
  expect(first.compared!.oddsRatio).toBeCloseTo(9, 9);
  expect(first.compared!.p).toBeCloseTo(34 / 70, 9);
  // 30 of 40 against 15 of 40: chi-square = 80 · (30·25 − 10·15)² / (40·40·45·35) = 11.428571, p by Python’s erfc, no correction.
  const many = Array.from({ length: 80 }, (_, u) => has(u, u < 30 || (u >= 40 && u < 55) ? 0 : 2)).flat();
  const halves = { of: Array.from({ length: 80 }, (_, u) => (u < 40 ? 0 : 1) as 0 | 1) };
  const second = (await answer(many, params, halves)).patterns.find(({ events }) => namesOf(events) === 'a b')!;
  expect(second.compared!.p).toBeCloseTo(0.000723232716, 9);
});
