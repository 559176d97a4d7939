import type { Table } from 'apache-arrow';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { casesProject, csvRows } from '../test-cases.ts';
import type { Row, TestProject } from '../test-project.ts';
import { projectOf, runAnalysis } from '../test-project.ts';
import { featureTexts } from '../../features/learning/texts.ts';
import { translator } from '../../i18n/translate.ts';
import computeBoard from '../leaderboard/compute.ts';
import leaderboard from '../leaderboard/index.ts';
import type { LeaderboardResult } from '../leaderboard/result.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import type { ClassifyResult } from './result.ts';

const classify = (project: TestProject, params: object): Promise<ClassifyResult> =>
  runAnalysis<ClassifyResult>(definition, compute, project, params);

const weightsOf = ({ coefficients }: ClassifyResult): Record<string, number> =>
  Object.fromEntries(coefficients!.map(({ feature, weight }) => [feature, weight]));

/** The columns of the table that a run published. */
function published(tables: Record<string, Table>) {
  const table = tables['classify_scores']!;
  return {
    names: table.schema.fields.map(({ name }) => name),
    of: (name: string) => [...table.getChild(name)!] as unknown[],
  };
}

describe('thirty rows', () => {
  it.each(['en', 'zh'] as const)('are drawn in as many groups as they bear, and it is said (%s)', async (language) => {
    const project = await casesProject('cases', golden.input.slice(0, 30));
    const result = await classify(project, { ...golden.parameters, explain: 0 });
    // Five rows each: six groups of thirty.
    expect(result.deciles.map(({ decile, rows }) => [decile, rows])).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n, 5]));
    const [who] = definition.views(result, translator(definition.texts[language], language));
    expect(who!.title).toBe({ en: 'The likeliest, in 6 equal groups', zh: '最有可能者（等分为 6 组）' }[language]);
    expect(who!.definition).toContain(definition.texts[language]['groups.few']);
    expect(who!.sentence).not.toMatch(/in the tenth that|模型排在最前的十分之一中/i);
  });
});

describe('a small table', () => {
  let project: TestProject;
  let result: ClassifyResult;
  const tables: Record<string, Table> = {};

  beforeAll(async () => {
    project = await casesProject('cases', golden.input);
    result = await runAnalysis<ClassifyResult>(definition, compute, project, golden.parameters, {
      publish: (name, table) => void (tables[name] = table),
    });
  });

  it('gives scikit-learn’s coefficients and probabilities', () => {
    const weights = weightsOf(result);
    expect(Object.keys(weights).sort()).toEqual(Object.keys(golden.result.coefficients).sort());
    for (const [feature, weight] of Object.entries(golden.result.coefficients)) {
      expect(weights[feature]).toBeCloseTo(weight, 6);
    }
    expect(result.intercept).toBeCloseTo(golden.result.intercept, 6);
    expect(result).toMatchObject({ n: 80, classes: ['no', 'yes'], prevalence: golden.result.prevalence });
    const [first] = result.explained;
    expect(first!.predicted).toBeCloseTo(Math.max(...golden.result.probabilities), 6);
  });

  it('explains each row to the last digit, and changes it under the threshold', () => {
    for (const { base, score, effects, predicted, residual } of result.explained) {
      const sum = effects.reduce((total, { effect }) => total + effect, base);
      expect(Math.abs(sum - score)).toBeLessThan(1e-9);
      expect(residual).toBeLessThan(1e-9);
      expect(1 / (1 + Math.exp(-score))).toBeCloseTo(predicted, 9);
    }
    expect(result.counterfactuals.length).toBeGreaterThan(0);
    for (const { from, to } of result.counterfactuals) {
      expect(from).toBeGreaterThanOrEqual(result.threshold!.value);
      expect(to).toBeLessThan(result.threshold!.value);
    }
  });

  it('changes only what may change, and says so; refuses a name that is no column of it', async () => {
    const asked = await classify(project, { ...golden.parameters, actionable: ['visits'] });
    const { counterfactuals, unreached } = asked;
    expect(new Set(counterfactuals.flatMap(({ changes }) => changes.map(({ feature }) => feature)))).toEqual(
      new Set(['visits']),
    );
    // The same five are asked about, whatever may change.
    const of = ({ counterfactuals, unreached }: ClassifyResult) =>
      [...new Set([...counterfactuals, ...unreached].map(({ id }) => id))].sort();
    expect(of(asked)).toEqual(of(result));
    expect(of(asked)).toHaveLength(5);
    const titles = { en: 'What would change the prediction', zh: '怎样会改变预测' };
    const only = { en: 'Only these may change: visits.', zh: '只允许改变：visits。' };
    for (const language of ['en', 'zh'] as const) {
      const viewOf = (each: ClassifyResult) =>
        definition
          .views(each, translator(definition.texts[language], language))
          .find(({ title }) => title === titles[language])!;
      expect(viewOf(result).definition).not.toContain(only[language].slice(0, 5));
      expect(viewOf(asked).definition).toContain(only[language]);
      expect(viewOf(asked).table.rows).toHaveLength(counterfactuals.length + unreached.length);
      const none = viewOf({ ...asked, counterfactuals: [], unreached: [{ id: 'c1', from: 0.9 }] });
      expect(none.sentence).toMatch(/No small change of what may change|都不能使预测值最高的 1 行/);
      expect(none.definition).toBe(only[language]);
      expect(none.table.rows).toHaveLength(1);
      expect(viewOf({ ...asked, counterfactuals: [], unreached: [] }).sentence).toMatch(
        /No prediction is at|没有任何预测值/,
      );
    }
    const label = { ...golden.parameters, actionable: ['visits', golden.parameters.label] };
    await expect(classify(project, label)).rejects.toMatchObject({
      name: 'explain.no-column',
      values: { column: golden.parameters.label },
    });
  });

  it('judges on rows that the model has not seen, beside the baseline', () => {
    expect(result.folds).toHaveLength(5);
    expect(result.folds.reduce((sum, { rows }) => sum + rows, 0)).toBe(80);
    const aucs = result.folds.map(({ metrics }) => metrics['auc']!);
    expect(result.mean['auc']).toBeCloseTo(aucs.reduce((sum, auc) => sum + auc, 0) / 5, 12);
    expect(result.baseline['auc']).toBe(0.5);
    const { tp, fp, fn, tn } = result.threshold!.confusion;
    expect(tp + fp + fn + tn).toBe(80);
    expect(tp + fn).toBe(Math.round(80 * golden.result.prevalence));
  });

  it('says of those above the threshold why, and of nobody below', () => {
    const { names, of } = published(tables);
    expect(names).toEqual(['user', 'score', 'decile', 'above', 'reason_1', 'reason_2', 'reason_3']);
    const above = of('above');
    expect(above.filter((value) => value === 1)).toHaveLength(result.scores.above);
    expect(result.scores.above).toBeGreaterThan(0);
    of('reason_1').forEach((reason, row) =>
      above[row] === 1 ? expect(reason).toMatch(/^.+ = .+ \([+−][\d.e-]+\)$/) : expect(reason).toBeNull(),
    );
    // The strongest of a row that is explained is the first in the list.
    const [first] = result.explained;
    const strongest = [...first!.effects].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))[0]!;
    const at = of('user').indexOf(first!.id);
    if (above[at] === 1) expect(of('reason_1')[at]).toContain(`${strongest.feature} = `);
  });

  it('trusts an order that is right with probabilities that are not', () => {
    const of = (logLoss: number, auc: number) => {
      const mean = { ...result.mean, logLoss, auc };
      const text = translator(definition.texts.en, 'en');
      return definition.views({ ...result, mean, baseline: { ...result.baseline, logLoss: 0.5 } }, text)[0]!.sentence;
    };
    expect(of(0.4, 0.9)).toContain('times as often');
    expect(of(3, 0.9)).toContain('The order can be used');
    expect(of(0.4, 0.4)).toContain('can’t tell');
  });

  it('flags a copy of the label, and no honest column', async () => {
    expect(result.flags).toEqual([]);
    const leaking = await casesProject(
      'cases',
      golden.input.map((row, n) => ({ ...row, closed: row.left === 'yes' ? 100 + (n % 7) : n % 5 })),
    );
    const found = await classify(leaking, { ...golden.parameters, explain: 0 });
    expect(found.flags).toEqual([{ feature: 'closed', kind: 'too-good', value: 1 }]);
  });

  it('learns by another estimator with settings of its own; refuses what it does not know', async () => {
    const params = {
      ...golden.parameters,
      estimator: 'boosting',
      estimatorParams: { iterations: 10, minSamplesLeaf: 5 },
    };
    const boosted = await classify(project, params);
    expect(boosted.explanation!.method).toBe('tree');
    expect(boosted.explanation!.residual).toBeLessThan(1e-9);
    expect(boosted.mean['auc']).toBeGreaterThan(0.6);
    expect(boosted.coefficients).toBeUndefined();
    await expect(classify(project, { ...params, estimatorParams: { treez: 1 } })).rejects.toMatchObject({
      name: 'model.unknown-parameter',
    });
    await expect(classify(project, { table: 'cases', label: 'nothing' })).rejects.toMatchObject({
      name: 'learning.unknown-column',
    });
  });
});

describe('several classes', () => {
  it('the list has the likeliest of each row, as the columns of the confusion add up', async () => {
    const rows = golden.input.map((row, n) => ({ ...row, left: n % 3 === 0 ? 'later' : row.left }));
    const project = await casesProject('cases', rows);
    const tables: Record<string, Table> = {};
    const result = await runAnalysis<ClassifyResult>(definition, compute, project, golden.parameters, {
      publish: (name, table) => void (tables[name] = table),
    });
    const { names, of } = published(tables);
    expect(names).toEqual(['user', 'class', 'score']);
    const said = result.classes.map((name) => of('class').filter((each) => each === name).length);
    expect(result.scores.said).toEqual(said);
    expect(said).toEqual(
      result.classes.map((_, column) => result.confusion.reduce((sum, row) => sum + row[column]!, 0)),
    );
    expect(result.explained.every(({ class: number }) => result.classes[number!] !== undefined)).toBe(true);
    const [first] = definition.views(result, translator(definition.texts.en, 'en'));
    expect(first!.table.rows).toHaveLength(3);
    expect(first!.marks).toEqual(result.classes.map((name) => `class:${name}`));
  });

  it.each(['en', 'zh'] as const)(
    'what would bring a row into another class names that class (%s)',
    async (language) => {
      const rows = golden.input.map((row, n) => ({ ...row, left: n % 3 === 0 ? 'later' : row.left }));
      const result = await classify(await casesProject('cases', rows), golden.parameters);
      const { counterfactuals, unreached, classes } = result;
      expect(counterfactuals.length).toBeGreaterThan(0);
      expect(new Set([...counterfactuals, ...unreached].map(({ id }) => id)).size).toBe(5);
      for (const { from, to, classes: between } of counterfactuals) {
        expect(between!.from).not.toBe(between!.to);
        // The likeliest of three.
        for (const probability of [from, to]) expect(probability).toBeGreaterThan(1 / 3);
      }
      const title = { en: 'What would change the prediction', zh: '怎样会改变预测' }[language];
      const viewOf = (each: ClassifyResult) =>
        definition.views(each, translator(definition.texts[language], language)).find((view) => view.title === title)!;
      const told = viewOf(result);
      const { from, to } = counterfactuals[0]!.classes!;
      expect(told.sentence).toMatch(new RegExp(`[“]${classes[from]!}[”].*[“]${classes[to]!}[”]`));
      expect(told.sentence).not.toMatch(/[{}]|threshold|阈值/);
      expect(told.table.rows[0]!.slice(1, 5)).toEqual([
        classes[from],
        counterfactuals[0]!.from,
        classes[to],
        counterfactuals[0]!.to,
      ]);
      const none = viewOf({ ...result, counterfactuals: [], unreached: [{ id: 'c1', from: 0.9, class: 2 }] });
      expect(none.sentence).toMatch(/into another class|判为其他类别/);
      expect(none.table.rows).toEqual([['c1', classes[2], 0.9, null, null, expect.any(String)]]);
    },
  );
});

describe('Telco', () => {
  it('comes to the reference’s optimum, and its AUC out of fold', async () => {
    // scikit-learn 1.2.1 with its default tolerance: its coefficients stop up to 8e-4 short of the optimum.
    const { telco } = JSON.parse(readFileSync(new URL('../../../golden/telco.json', import.meta.url), 'utf8')) as {
      telco: {
        logistic_l2_C1: { intercept: number; coef: Record<string, number> };
        cv_auc: Record<string, { mean: number; sd: number }>;
      };
    };
    const file = readFileSync(new URL('../../../sample-data/telco.csv.gz', import.meta.url));
    const project = await casesProject('telco', csvRows(gunzipSync(file).toString()));
    const result = await classify(project, { table: 'telco', label: 'Churn', explain: 1 });
    const { coef, intercept } = telco.logistic_l2_C1;
    const weights = weightsOf(result);
    expect(Object.keys(weights).sort()).toEqual(Object.keys(coef).sort());
    for (const [feature, weight] of Object.entries(coef))
      expect(Math.abs(weights[feature]! - weight)).toBeLessThan(1e-3);
    expect(result.intercept).toBeCloseTo(intercept, 3);
    const { mean, sd } = telco.cv_auc['logistic']!;
    expect(Math.abs(result.mean['auc']! - mean)).toBeLessThan(2 * sd);
    expect(result.prevalence).toBeCloseTo(1869 / 7043, 12);
  });
});

describe('an event log', () => {
  const DAY = 86_400_000;
  const START = Date.UTC(2024, 0, 1);
  /** Even users come each third day throughout; odd ones stop at a day of their own. */
  const log: Row[] = Array.from({ length: 60 }, (_, user) => user).flatMap((user) =>
    Array.from({ length: 50 }, (_, n): Row => [
      `u${user}`,
      START + (3 * n + (user % 3)) * DAY,
      n % 4 ? 'view' : 'buy',
    ]).filter(([, ms]) => user % 2 === 0 || ms! < START + (40 + ((user * 13) % 60)) * DAY),
  );
  let project: TestProject;

  beforeAll(async () => {
    project = await projectOf(await openNodeDatabase(), log);
  });

  it('is split by time; who was away stays away; nothing after a cutoff is read', async () => {
    const result = await classify(project, { target: 'churns', horizon: '20d', history: '40d', explain: 3 });
    expect(result.split.kind).toBe('time');
    expect(result.guarded).toBeGreaterThan(10);
    expect(result.flags.filter(({ kind }) => kind === 'leak')).toEqual([]);
    expect(result.mean['auc']).toBeGreaterThan(0.8);
    expect(result.times!.cutoffs.length).toBeGreaterThan(1);
    const [last] = result.times!.cutoffs.slice(-1);
    expect(last).toBe(result.times!.end - 20 * DAY);
    expect(result.scores.rows).toBeGreaterThan(20);
    const words = (language: 'en' | 'zh') =>
      definition.words!(result, translator(definition.texts[language], language));
    expect(Object.keys(words('zh'))).toEqual(result.legend.map(({ name }) => `option.actionable.${name}`));
    expect(words('en')['option.actionable.recency_days']).toBe(featureTexts.en.recency_days);
    expect(words('zh')['option.actionable.recency_days']).toBe(featureTexts.zh.recency_days);
  });

  it('of a log with room for one fold it says that the spread is unknown', async () => {
    const params = { target: 'churns', horizon: '40d', history: '30d' };
    const result = await classify(project, { ...params, explain: 0 });
    expect(result.folds).toHaveLength(1);
    const few = { ...params, estimators: ['logistic', 'gaussian-nb'], trials: 2 };
    const board = await runAnalysis<LeaderboardResult>(leaderboard, computeBoard, project, few);
    for (const language of ['en', 'zh'] as const) {
      const said = [
        ...definition.views(result, translator(definition.texts[language], language)),
        ...leaderboard.views(board, translator(leaderboard.texts[language], language)),
      ].map(({ sentence }) => sentence);
      expect(said.filter((sentence) => sentence.includes('± –'))).toHaveLength(2);
      expect(said.filter((sentence) => /NaN|Infinity|∞/.test(sentence))).toEqual([]);
    }
  });

  it('predicts which event comes next', async () => {
    const params = { target: 'next', horizon: '20d', history: '40d', estimator: 'gaussian-nb', explain: 0 };
    const result = await classify(project, params);
    expect(result.classes).toEqual(['view', 'buy']);
    expect(result.confusion.flat().reduce((sum, n) => sum + n, 0)).toBeGreaterThan(20);
  });
});
