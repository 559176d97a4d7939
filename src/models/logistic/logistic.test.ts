import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { logLoss, rocAuc } from '../../core/metrics.ts';
import type { Matrix } from '../matrix.ts';
import { matrixOf } from '../matrix.ts';
import { testContext } from '../testing.ts';
import golden from './logistic.golden.json' with { type: 'json' };
import { logistic } from './logistic.ts';

const sample: Matrix = {
  data: Float64Array.from(golden.rows.flat()),
  rows: golden.rows.length,
  columns: golden.names.length,
  names: golden.names,
};

describe('logistic regression against scikit-learn', () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    it.each(golden.fits)(`C = $c on ${backend}`, async ({ c, intercept, coefficients, logLoss: loss, first }) => {
      const fitted = await logistic({ c }).fit(sample, golden.labels, testContext(backend));
      expect(fitted.state.intercept).toBeCloseTo(intercept, 6);
      coefficients.forEach((value, at) => expect(fitted.state.coefficients[at]).toBeCloseTo(value, 6));
      const probabilities = fitted.predict(sample);
      first.forEach((value, row) => expect(probabilities[row]).toBeCloseTo(value, 6));
      expect(logLoss(golden.labels, probabilities)).toBeCloseTo(loss, 8);
    });
  }
});

/** The columns of the reference: one-hot with every level, numbers as they are, a blank total as 0. */
function telco(names: readonly string[]): { x: Matrix; y: number[] } {
  const [header, ...lines] = gunzipSync(readFileSync('sample-data/telco.csv.gz'))
    .toString('utf8')
    .trim()
    .split(/\r?\n/);
  const keys = header!.split(',');
  const records = lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [keys[at]!, value])));
  const columns = names.map((name) => {
    if (name in records[0]!) return records.map((record) => Number(record[name]!.trim() || 0));
    const at = name.indexOf('_');
    return records.map((record) => Number(record[name.slice(0, at)] === name.slice(at + 1)));
  });
  return { x: matrixOf(names, columns, records.length), y: records.map((record) => Number(record['Churn'] === 'Yes')) };
}

describe('Telco churn', () => {
  it('coefficients, log loss and AUC are the reference’s', async () => {
    const { telco: reference } = JSON.parse(readFileSync('golden/telco.json', 'utf8'));
    const { x, y } = telco(reference.columns);
    expect([x.rows, y.filter(Boolean).length]).toEqual([reference.n, reference.positives]);
    const fitted = await logistic({ c: 1 }).fit(x, y, testContext('wasm'));
    const { coef, intercept, log_loss, auc } = reference.logistic_l2_C1;
    const worst = Math.max(
      ...Object.entries<number>(coef).map(([name, value]) =>
        Math.abs(value - fitted.state.coefficients[x.names.indexOf(name)]!),
      ),
    );
    // The reference stopped 8.3e-4 short of the minimum: scikit-learn's own default tolerance.
    expect(worst).toBeLessThan(1e-3);
    expect(fitted.state.intercept).toBeCloseTo(intercept, 3);
    expect(logLoss(y, fitted.predict(x))).toBeCloseTo(log_loss, 6);
    expect(rocAuc(y, fitted.predict(x))).toBeCloseTo(auc, 5);
  });
});
