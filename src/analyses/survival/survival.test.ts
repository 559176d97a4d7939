import { tableFromArrays, tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { SavedModel } from '../../contract/model.ts';
import { translator } from '../../i18n/translate.ts';
import { rossi } from '../../models/survival/rossi.ts';
import truth from '../../models/survival/rossi.golden.json';
import type { TestProject } from '../test-project.ts';
import { datedRows, membersOf, projectOf, runAnalysis } from '../test-project.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { SurvivalResult } from './result.ts';

const run = (project: TestProject, params: object = {}) =>
  runAnalysis<SurvivalResult>(definition, compute as never, project, params);

let database: NodeDatabase;
let log: TestProject;
beforeAll(async () => {
  database = await openNodeDatabase();
  log = await projectOf(database, datedRows(example.input.rows));
}, 60_000);

describe('a log counted by hand', () => {
  test('golden.json: churn is the first silence, and who cannot be judged is left out', async () => {
    const result = await run(log, example.parameters);
    expect(result.n).toEqual(example.result.n);
    expect(result.median).toBe(example.result.median);
    expect(result.leftOut.tooNew).toBe(example.result.tooNew);
    expect(result.curve).toMatchObject(example.result.curve);
    // Nelson and Aalen: 1/4 + 1/3 + 1/2.
    expect(result.curve.at(-1)!.hazard).toBeCloseTo(1 / 4 + 1 / 3 + 1 / 2, 12);
  });

  test('to an event: ann after 4 days, cat after 9, the others as long as the log lasts', async () => {
    const { curve, n } = await run(log, { end: 'buy' });
    expect(n).toEqual({ subjects: 5, events: 2, censored: 3 });
    expect(curve.filter(({ events }) => events > 0).map(({ time }) => time)).toEqual([4, 9]);
    // eve is followed for 5 days, dan for 28, bob for 29.
    expect(curve.map(({ time }) => time)).toEqual([4, 5, 9, 28, 29]);
  });

  test('from a purchase on, only who bought is followed', async () => {
    const { n, curve } = await run(log, { start: 'buy', end: 'visit' });
    expect(n).toEqual({ subjects: 2, events: 1, censored: 1 });
    expect(curve.map(({ time }) => time)).toEqual([9, 25]);
  });

  test('the people behind a step', async () => {
    const params = example.parameters;
    expect(await membersOf(definition, log, params, 'ended:-1:0')).toEqual(['dan']);
    expect(await membersOf(definition, log, params, 'ended:0:8')).toEqual(['ann', 'bob']);
    await expect(membersOf(definition, log, params, 'nobody')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('a silence without length is refused', async () => {
    await expect(run(log, { gap: 'none' })).rejects.toMatchObject({ name: 'survival.no-gap' });
  });
});

describe('rossi, a table', () => {
  let project: TestProject;
  beforeAll(async () => {
    const columns = rossi();
    const words = tableFromArrays({
      ...columns,
      married: Array.from(columns['mar']!, (value) => (value === 1 ? 'yes' : 'no')),
      number: Float64Array.from(columns['mar']!, (_, n) => n + 1),
    });
    await database.insert('rossi', tableToIPC(words, 'stream'), true);
    const names = [...Object.keys(columns), 'number'];
    const types = [...names.map((name) => ({ name, type: 'DOUBLE' })), { name: 'married', type: 'VARCHAR' }];
    project = { database, data: { ...log.data, tables: [{ name: 'rossi', columns: types }] } };
  });
  const NAMES = ['fin', 'age', 'race', 'wexp', 'mar', 'paro', 'prio'];
  const base = { table: 'rossi', duration: 'week', event: 'arrest', covariates: NAMES };

  test('the fitted model is kept with lifelines’ coefficients; without covariates there is none', async () => {
    const kept: SavedModel[] = [];
    const keep = (_name: string, model: SavedModel) => void kept.push(model);
    await runAnalysis(definition, compute as never, project, base, { keep });
    const [{ state, card, kind }] = JSON.parse(JSON.stringify(kept)) as [SavedModel];
    const { cox } = state as { cox: { coefficients: { name: string; coef: number }[]; baseline: object[] } };
    for (const { name, coef } of cox.coefficients) {
      expect(coef).toBeCloseTo(truth.cox.coefficients[name as 'fin'].coef, 6);
    }
    expect(cox.baseline).toHaveLength(1);
    expect([kind, card.data['subjects'], card.data['events']]).toEqual(['cox', 432, 114]);
    // Nothing was judged on rows that the model had not seen.
    expect(card.metrics).toEqual({});
    await runAnalysis(definition, compute as never, log, { ...example.parameters, early: 'none' }, { keep });
    expect(kept).toHaveLength(1);
  });

  test('Cox as lifelines has it', async () => {
    const { cox, aft, curve, n } = await run(project, base);
    for (const { name, coef, se, z, p } of cox!.coefficients) {
      const expected = truth.cox.coefficients[name as 'fin'];
      expect(coef).toBeCloseTo(expected.coef, 6);
      expect(se).toBeCloseTo(expected.se, 6);
      expect(z).toBeCloseTo(expected.z, 5);
      expect(p).toBeCloseTo(expected.p, 6);
    }
    expect(cox!.coefficients.map(({ name }) => name)).toEqual(NAMES);
    expect(cox!.logLikelihood).toBeCloseTo(-658.748, 3);
    expect(cox!.concordance).toBeCloseTo(0.6403, 4);
    expect(cox!.likelihoodRatio.statistic).toBeCloseTo(33.266, 3);
    expect(aft!.logLikelihood).toBeCloseTo(truth.aft.logLikelihood, 4);
    expect(n).toEqual({ subjects: 432, events: 114, censored: 318 });
    expect(curve).toHaveLength(49);
    expect(curve.at(-1)!.survival).toBeCloseTo(truth.kaplanMeier['52'][0]!, 12);
  });

  test('a project of tables alone will do; the log is asked for by name', async () => {
    const bare = { ...project, data: { ...project.data, views: {}, range: null } };
    expect((await run(bare, { ...base, covariates: ['fin'] })).n.events).toBe(114);
    await expect(run(bare)).rejects.toMatchObject({ name: 'survival.no-event' });
  });

  test('strata, and nothing named: all columns but those that only name', async () => {
    const { cox } = await run(project, {
      ...base,
      covariates: NAMES.filter((name) => name !== 'race'),
      strata: 'race',
    });
    expect(cox!.logLikelihood).toBeCloseTo(-620.56, 2);
    const all = await run(project, { ...base, covariates: [] });
    expect(all.leftOut.columns).toEqual(['number']);
    // Whether married is said twice; the second time adds nothing.
    expect(all.cox!.dropped).toEqual([{ name: 'married_yes', reason: 'collinear' }]);
    expect(all.cox!.logLikelihood).toBeCloseTo(-658.748, 3);
  });

  test('a text is coded by its levels, the first being the reference', async () => {
    const { cox } = await run(project, { ...base, covariates: ['married', 'fin'] });
    const numbers = await run(project, { ...base, covariates: ['mar', 'fin'] });
    expect(cox!.coefficients.map(({ name }) => name)).toEqual(['married_yes', 'fin']);
    expect(cox!.coefficients[0]!.coef).toBeCloseTo(numbers.cox!.coefficients[0]!.coef, 10);
  });

  test('groups with their log-rank test', async () => {
    const { groups, logRank } = await run(project, { ...base, group: 'fin' });
    expect(groups.map(({ subjects, events }) => [subjects, events])).toEqual([
      [216, 66],
      [216, 48],
    ]);
    // lifelines.statistics.logrank_test of fin on rossi: 3.8376, p 0.0501.
    expect(logRank!.statistic).toBeCloseTo(3.8376, 3);
    expect(logRank!.p).toBeCloseTo(0.0501, 4);
  });

  test('without an event column everyone had it; what cannot be is refused', async () => {
    expect((await run(project, { ...base, event: '', covariates: ['fin'] })).n.censored).toBe(0);
    const refused = (params: object) => expect(run(project, { ...base, ...params })).rejects;
    await refused({ event: 'prio', covariates: ['fin'] }).toMatchObject({ name: 'survival.bad-event' });
    await refused({ table: 'nothing' }).toMatchObject({ name: 'survival.unknown-table' });
    await refused({ duration: 'nothing' }).toMatchObject({ name: 'survival.unknown-column' });
    await refused({ duration: '' }).toMatchObject({ name: 'survival.no-duration' });
    await refused({ duration: 'married', covariates: ['fin'] }).toMatchObject({ name: 'survival.not-a-number' });
    await refused({ covariates: ['nothing'] }).toMatchObject({ name: 'survival.unknown-covariate' });
  });

  test.each(['en', 'zh'] as const)('every view says its figure, definition and cautions (%s)', async (language) => {
    const result = await run(project, { ...base, group: 'fin' });
    const views = definition.views(result, translator(definition.texts[language], language) as never);
    expect(views).toHaveLength(6);
    for (const view of views) {
      expect(view.definition).toBeTruthy();
      expect(view.cautions!.length).toBeGreaterThan(0);
      expect(view.sentence).toMatch(/\d/);
    }
    expect(v.safeParse(definition.params, {}).success).toBe(true);
  });
});
