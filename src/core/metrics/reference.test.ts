import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  binaryMetrics,
  concordance,
  confusionAt,
  confusionMatrix,
  multiclassMetrics,
  pinballLoss,
  precisionRecallCurve,
  regressionMetrics,
  rocCurve,
} from '../metrics.ts';
import references from './references.json' with { type: 'json' };

/** Each of the reference's metrics, and to how many digits. */
function expectMetrics(found: Record<string, number>, expected: Record<string, number>, digits = 12): void {
  for (const [name, value] of Object.entries(expected))
    expect([name, found[name]]).toEqual([name, expect.closeTo(value, digits)]);
}

describe('metrics against scikit-learn, scipy and lifelines (references.py)', () => {
  const { binary, multiclass, regression, survival } = references;

  it('of a yes or no, with many ties', () => {
    expectMetrics(binaryMetrics(binary.labels, binary.p), binary.metrics);
    expect(confusionAt(binary.labels, binary.p, 0.5)).toEqual(binary.confusion);
  });

  it('points of the curves, all of them while there are few', () => {
    const roc = rocCurve(binary.labels, binary.p);
    const points = binary.roc.x.map((x, at) => [x, binary.roc.y[at]!]);
    expect(roc.map(({ x, y }) => [x, y])).toEqual(
      points.map(([x, y]) => [expect.closeTo(x!, 12), expect.closeTo(y!, 12)]),
    );
    expect(roc.slice(1).map(({ threshold }) => threshold)).toEqual(binary.roc.threshold);
    expect(roc[0]!.threshold).toBe(Infinity);
    const precisionRecall = precisionRecallCurve(binary.labels, binary.p);
    expect(precisionRecall.map(({ x }) => x)).toEqual(binary.precisionRecall.x.map((x) => expect.closeTo(x, 12)));
    expect(precisionRecall.map(({ y }) => y)).toEqual(binary.precisionRecall.y.map((y) => expect.closeTo(y, 12)));
  });

  it('of one class of several, with ties between classes', () => {
    expectMetrics(multiclassMetrics(multiclass.labels, multiclass.p, 4), multiclass.metrics);
    expect([...confusionMatrix(multiclass.labels, multiclass.p, 4)]).toEqual(multiclass.confusion);
  });

  it('of a number', () => {
    expectMetrics({ ...regressionMetrics(regression.y, regression.predicted) }, regression.metrics);
    expect(pinballLoss(regression.y, regression.predicted, 0.9)).toBeCloseTo(regression.pinball90, 12);
  });

  it('concordance, with ties of times and of risks', () => {
    expect(concordance(survival.times, survival.events, survival.risk)).toBeCloseTo(survival.concordance, 12);
  });
});

/** The probabilities of the reference's own logistic regression of Telco churn, from its coefficients: z-scored one-hot columns. */
function telcoScores(reference: {
  columns: string[];
  logistic_l2_C1: { intercept: number; coef: Record<string, number> };
}) {
  const text = gunzipSync(readFileSync('sample-data/telco.csv.gz')).toString('utf8');
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const keys = header!.split(',');
  const records = lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [keys[at]!, value])));
  const scores = records.map(() => reference.logistic_l2_C1.intercept);
  for (const name of reference.columns) {
    const at = name.indexOf('_');
    const [column, level] = [name.slice(0, at), name.slice(at + 1)];
    const values = records.map((record) =>
      name in record ? Number(record[name]!.trim() || 0) : Number(record[column] === level),
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    values.forEach((value, row) => (scores[row]! += (reference.logistic_l2_C1.coef[name]! * (value - mean)) / sd));
  }
  const labels = records.map((record) => Number(record['Churn'] === 'Yes'));
  return { labels, p: scores.map((score) => 1 / (1 + Math.exp(-score))) };
}

describe('Telco churn', () => {
  it('metrics of the same scores are the reference’s to 1e-6', () => {
    const { telco } = JSON.parse(readFileSync('golden/telco.json', 'utf8'));
    const { labels, p } = telcoScores(telco);
    const { average_precision, ks, brier, accuracy, precision, recall, f1, mcc } = telco.metrics_of_logistic;
    const { auc, log_loss } = telco.logistic_l2_C1;
    const expected = {
      auc,
      averagePrecision: average_precision,
      logLoss: log_loss,
      ks,
      brier,
      accuracy,
      precision,
      recall,
      f1,
      mcc,
    };
    const found = binaryMetrics(labels, p);
    for (const [name, value] of Object.entries<number>(expected)) {
      expect([name, Math.abs(found[name as keyof typeof found] - value)]).toEqual([
        name,
        expect.toSatisfy((gap: number) => gap <= 1e-6),
      ]);
    }
    const [tn, fp, fn, tp] = telco.metrics_of_logistic.confusion_tn_fp_fn_tp;
    expect(confusionAt(labels, p, 0.5)).toEqual({ tn, fp, fn, tp });
  });
});
