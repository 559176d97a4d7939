import type { Table } from 'apache-arrow';
import { tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { Context } from '../../contract/analysis.ts';
import type { SavedModel } from '../../contract/model.ts';
import type { BackendName } from '../../contract/workers.ts';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { translator } from '../../i18n/translate.ts';
import { logistic } from '../../models/logistic/logistic.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ecomRows } from '../test-golden.ts';
import type { Row, TestProject } from '../test-project.ts';
import { membersOf, projectOf, quietContext, rowsOf, tablesOf } from '../test-project.ts';
import compute from './compute.ts';
import golden from './golden.json' with { type: 'json' };
import definition from './index.ts';
import type { PropensityResult } from './result.ts';

const DAY = 86_400_000;

interface Outcome {
  result: PropensityResult;
  scores: Table;
  model: SavedModel;
}

async function run(project: TestProject, params: object, context: Partial<Context> = {}): Promise<Outcome> {
  const parsed = v.parse(definition.params, params);
  const tables = await tablesOf(definition, parsed, project);
  const made: Partial<Outcome> = {};
  const publish = (_: string, table: Table) => (made.scores = table);
  const keep = (_: string, model: SavedModel) => (made.model = model);
  const result = await compute(tables as never, parsed, quietContext({ backend: 'cpu', publish, keep, ...context }));
  return { ...(made as Outcome), result };
}

const code = (name: string, values: object = {}) => ({ name, values: expect.objectContaining(values) });

const goldenRows = golden.input.rows.map(([user, time, event]): Row => [user!, Date.parse(time!), event!]);
let project: TestProject;

beforeAll(async () => {
  project = await projectOf(await openNodeDatabase(), goldenRows);
}, 60_000);

describe('propensity against an independent program', () => {
  it('cutoffs, counts, metrics, weights and scores', async () => {
    const { result, scores } = await run(project, golden.parameters);
    const { weights, metrics, baseline, ...counts } = golden.result;
    expect(result).toMatchObject({
      cutoffs: counts.cutoffs,
      n: counts.n,
      prevalence: counts.prevalence,
      scores: counts.scores,
    });
    for (const [name, value] of Object.entries(metrics)) {
      expect(result.metrics[name as keyof typeof metrics], name).toBeCloseTo(value, 6);
    }
    expect(result.baseline.auc).toBe(0.5);
    expect(result.baseline.logLoss).toBeCloseTo(baseline.logLoss, 10);
    const found = Object.fromEntries(result.weights.map(({ feature, weight }) => [feature, weight]));
    expect(Object.keys(found).sort()).toEqual(Object.keys(weights).sort());
    for (const [name, value] of Object.entries(weights)) expect(found[name], name).toBeCloseTo(value, 5);
    const expected: Record<string, number> = golden.scores;
    expect(scores.numRows).toBe(Object.keys(expected).length);
    for (const row of scores) expect(row.score as number).toBeCloseTo(expected[row.user as string]!, 6);
  });

  it('features of single users', async () => {
    const { train } = await tablesOf(definition, v.parse(definition.params, golden.parameters), project);
    const rows = new Map([...train!].map((row) => [row.user as string, row.toJSON() as Record<string, number>]));
    for (const [user, features] of Object.entries(golden.features)) {
      for (const [name, value] of Object.entries(features))
        expect(rows.get(user)![name], `${user} ${name}`).toBeCloseTo(value, 9);
    }
  });
});

describe('propensity', () => {
  it('is the same on every backend, to 1e-3 of the log loss and far less', async () => {
    const results = await Promise.all(
      (['wasm', 'cpu'] as BackendName[]).map((backend) => run(project, golden.parameters, { backend })),
    );
    const [wasm, cpu] = results.map(({ result }) => result.metrics.logLoss);
    expect(Math.abs(wasm! - cpu!)).toBeLessThan(1e-8);
  });

  it('the same seed gives the same result, which can be cloned', async () => {
    const [one, two] = [await run(project, { horizon: '7d' }), await run(project, { horizon: '7d' })];
    expect(structuredClone(one.result)).toEqual(two.result);
  });

  it('keeps a model that can be loaded, with its card', async () => {
    const { model, result } = await run(project, golden.parameters);
    expect(model).toMatchObject({
      kind: 'logistic',
      scores: 'propensity_scores',
      card: {
        analysis: 'propensity',
        params: golden.parameters,
        seed: 1,
        data: { trainCutoff: result.cutoffs.train, testUsers: result.n.test },
        metrics: result.metrics,
        baseline: result.baseline,
        backend: { name: 'cpu' },
      },
    });
    const loaded = await logistic().load(JSON.parse(JSON.stringify(model.state)));
    expect(loaded.explain()).toEqual(result.weights);
  });

  it('its scores can be read by SQL, and each tenth has its people', async () => {
    const { scores, result } = await run(project, golden.parameters);
    await project.database.query('DROP TABLE IF EXISTS propensity_scores');
    await project.database.insert('propensity_scores', tableToIPC(scores, 'stream'), true);
    const people = await Promise.all(
      result.deciles.map(({ decile }) => membersOf(definition, project, golden.parameters, `decile:${decile}`)),
    );
    expect(people.map(({ length }) => length)).toEqual(result.deciles.map(({ users }) => users));
    expect(new Set(people.flat()).size).toBe(result.scores);
    const [best] = await rowsOf(project.database, 'SELECT "user" FROM propensity_scores ORDER BY score DESC LIMIT 1');
    expect(people[0]).toContain(best!.user);
    expect(() => definition.members!({} as never, project.data, duckdb, 'decile:11')).toThrowError(
      expect.objectContaining({ name: 'analysis.unknown-mark' }),
    );
  });

  it('a cancelled run stops', async () => {
    let calls = 0;
    const step = async () => {
      calls += 1;
      if (calls === 3) throw abortError();
    };
    await expect(run(project, golden.parameters, { step })).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toBe(3);
  });

  it.each(['en', 'zh'] as const)('says what it found, every placeholder filled (%s)', async (language) => {
    const { result } = await run(project, golden.parameters);
    const views = definition.views(result, translator(definition.texts[language], language));
    expect(views).toHaveLength(4);
    for (const { title, sentence, table } of views) {
      expect(title + sentence).not.toMatch(/[{}]|NaN|undefined/);
      expect(table.rows.every(({ length }) => length === table.columns.length)).toBe(true);
    }
    expect(views[0]!.marks).toHaveLength(views[0]!.table.rows.length);
  });
});

describe('what a log must offer', () => {
  const regular = (users: number, days: number, every: number): Row[] =>
    Array.from({ length: users }, (_, user) =>
      Array.from({ length: Math.floor(days / every) + 1 }, (_, at): Row => [`u${user}`, at * every * DAY, 'view']),
    ).flat();

  it('a short one is told which horizon would fit', async () => {
    const short = await projectOf(await openNodeDatabase(), regular(5, 30, 1));
    const values = { span: 30, needed: 90, horizon: '30d', fits: '10d' };
    await expect(run(short, {})).rejects.toMatchObject(code('propensity.too-short', values));
    await expect(run(short, { horizon: 'none' })).rejects.toMatchObject(
      code('propensity.no-limit', { name: 'horizon' }),
    );
    await expect(run(short, { target: 'fly' })).rejects.toMatchObject(
      code('propensity.unknown-event', { event: 'fly' }),
    );
    await expect(run(short, { horizon: '10d' })).rejects.toMatchObject(
      code('propensity.one-class', { share: 100, users: 5 }),
    );
  });

  it('an empty one, and one of a moment', async () => {
    await expect(run(await projectOf(await openNodeDatabase(), []), {})).rejects.toMatchObject(
      code('propensity.no-events'),
    );
    const moment = await projectOf(await openNodeDatabase(), [['ann', 0, 'view']]);
    await expect(run(moment, {})).rejects.toMatchObject(code('propensity.no-span'));
  });

  it('one that says nothing gives a model no better than the baseline', async () => {
    const random = seededRandom(4);
    const noise = Array.from({ length: 3000 }, (): Row => [
      `u${Math.floor(random() * 300)}`,
      Math.floor(random() * 60 * DAY),
      'view',
    ]);
    const { result } = await run(await projectOf(await openNodeDatabase(), noise), { horizon: '7d', history: '20d' });
    expect(result.spread.auc.low).toBeLessThan(0.55);
    expect(Math.abs(result.metrics.logLoss - result.baseline.logLoss)).toBeLessThan(0.02);
  });
});

describe('the public shop log', () => {
  it('{} beats the baseline on its test, a little', async () => {
    const { result } = await run(await projectOf(await openNodeDatabase(), ecomRows()), {}, { backend: 'wasm' });
    expect(result.n).toEqual({ train: 535, test: 593 });
    // scikit-learn with C = 0.01 on the same features: AUC 0.6055, log loss 0.5246.
    expect(result.definition.c).toBe(0.01);
    expect(result.metrics.auc).toBeCloseTo(0.6055, 4);
    expect(result.metrics.logLoss).toBeCloseTo(0.5246, 4);
    expect(result.metrics.logLoss).toBeLessThan(result.baseline.logLoss);
  });
});
