import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { AnyAnalysis, Context, Translate } from '../contract/analysis.ts';
import { analyses } from '../registry.ts';
import funnelCompute, { members as funnelMembers } from './funnel/compute.ts';
import funnel from './funnel/index.ts';
import type { Subject, Worlds } from './test-conformance.ts';
import { conformanceProblems } from './test-conformance.ts';
import type { AnyCompute, AnyMembers } from './test-project.ts';
import { worldOf } from './test-worlds.ts';

const definitions = import.meta.glob<AnyAnalysis>('./*/index.ts', { eager: true, import: 'default' });
const computes = import.meta.glob<{ default: AnyCompute; members?: AnyMembers }>('./*/compute.ts');
const folders = Object.keys(definitions).map((path) => path.split('/')[1]!);

let worlds: Worlds;
beforeAll(async () => {
  const [full, oneUser, empty] = [await worldOf(60), await worldOf(1), await worldOf(0)];
  worlds = { full, oneUser, empty };
}, 120_000);

async function subjectOf(folder: string): Promise<Subject> {
  const found = await computes[`./${folder}/compute.ts`]?.();
  const computation = found && { compute: found.default, ...(found.members && { members: found.members }) };
  return { folder, analysis: definitions[`./${folder}/index.ts`]!, ...computation };
}

test('the registry has every folder, by its id', () => {
  expect([...analyses.keys()].sort()).toEqual([...folders].sort());
  expect(folders.length).toBeGreaterThan(2);
});

describe.each(folders)('%s', (folder) => {
  test('keeps the contract', async () => {
    expect(await conformanceProblems(await subjectOf(folder), worlds)).toEqual([]);
  }, 240_000);

  test('explains itself and has a golden case', () => {
    const file = (name: string) => new URL(`./${folder}/${name}`, import.meta.url);
    expect(existsSync(file('README.md'))).toBe(true);
    const golden = JSON.parse(readFileSync(file('golden.json'), 'utf8')) as Record<string, unknown>;
    expect(golden).toMatchObject({
      from: expect.any(String) as string,
      input: expect.anything() as unknown,
      parameters: expect.any(Object) as object,
      result: expect.anything() as unknown,
    });
  });
});

describe('a planted fault is reported', () => {
  const sound = {
    folder: 'funnel',
    analysis: funnel as AnyAnalysis,
    compute: funnelCompute as AnyCompute,
    members: funnelMembers as AnyMembers,
  };
  const { people: _people, ...withoutPeople } = sound.analysis;
  const faulty = (analysis: Partial<AnyAnalysis>, compute: AnyCompute = sound.compute): Subject => ({
    ...sound,
    analysis: { ...sound.analysis, ...analysis },
    compute,
  });
  const texts = (en: object, zh: object) => ({
    texts: { en: { ...funnel.texts.en, ...en }, zh: { ...funnel.texts.zh, ...zh } },
  });
  const compute = sound.compute;

  const faults: [string, Subject, RegExp][] = [
    ['an id that is not its folder', faulty({ id: 'tunnel' }), /its id is tunnel/],
    [
      'a parameter without a default',
      faulty({ params: v.object({ steps: v.array(v.string()) }) }),
      /\{\} does not parse/,
    ],
    ['a text without its Chinese', faulty(texts({}, { 'steps.title': '' })), /steps.title is missing in zh/],
    [
      'an option without a label',
      faulty(texts({ 'option.order.strict': '' }, {})),
      /option.order.strict is missing in en/,
    ],
    ['a text that names another value', faulty(texts({}, { 'bar.label': '{users}' })), /bar.label names other values/],
    ['SQL that does not bind', faulty({ queries: () => ({ steps: 'SELECT nope' }) }), /full log: sql.bind/],
    [
      'a count handed over as BIGINT',
      faulty({ queries: (...given) => ({ ...funnel.queries(...given), more: 'SELECT count(*) AS n FROM range(3)' }) }),
      /query more hands over n as Int64/,
    ],
    [
      'a result that cannot be cloned',
      faulty({}, async (...given) => ({ ...((await compute(...given)) as object), f: () => 1 })),
      /cannot be cloned/,
    ],
    [
      'a result that differs from run to run',
      faulty({}, async (...given) => ({ ...((await compute(...given)) as object), x: Math.random() })),
      /the same seed gives another result/,
    ],
    [
      'a computation that cannot be cancelled',
      faulty({}, (tables, params, context: Context) =>
        compute(tables, params, { ...context, step: () => Promise.resolve() }),
      ),
      /an aborted signal does not stop it/,
    ],
    [
      'a view that shows a raw placeholder',
      faulty({
        views: (_result: unknown, text: Translate<string>) => [
          { title: 'A', sentence: text('bar.label'), table: { columns: [], rows: [] } },
        ],
      }),
      /shows raw values/,
    ],
    [
      'a table whose rows do not fit',
      faulty({ views: () => [{ title: 'A', sentence: 'B', table: { columns: ['C'], rows: [[1, 2]] } }] }),
      /another width/,
    ],
    [
      'a mark without users',
      { ...sound, analysis: { ...withoutPeople, members: () => 'SELECT 1 AS nobody' } },
      /not one column "user"/,
    ],
    ['a mark of unknown users', { ...sound, members: () => [-1] }, /are not all users/],
    ['a mark that lists a user twice', { ...sound, members: () => [0, 0] }, /are not all different/],
    [
      'a failure on a log of one user',
      faulty({}, (tables, ...rest) => {
        if (new Set(tables['log']!.getChild('u')).size === 1) throw new TypeError('boom');
        return compute(tables, ...rest);
      }),
      /one user: boom/,
    ],
  ];

  test('but none in the sound one', async () => expect(await conformanceProblems(sound, worlds)).toEqual([]));

  test.each(faults)('%s', async (_name, subject, expected) => {
    const problems = await conformanceProblems(subject, worlds);
    expect(
      problems.some((problem) => expected.test(problem)),
      problems.join('\n'),
    ).toBe(true);
  });
});
