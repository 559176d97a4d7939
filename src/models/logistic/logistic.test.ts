import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { logLoss, rocAuc } from '../../core/metrics.ts';
import type { Matrix } from '../matrix.ts';
import { matrixOf } from '../matrix.ts';
import { TestSnapshots, interruptedEverywhere, testContext } from '../testing.ts';
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

describe('a fit that was interrupted', () => {
  const few: Matrix = { ...sample, data: sample.data.subarray(0, 60 * sample.columns), rows: 60 };
  const labels = golden.labels.slice(0, 60);

  it.each(['cpu', 'wasm'] as const)(
    'at any step, is the same model, bit for bit (%s)',
    async (backend) => {
      const whole = (await logistic().fit(few, labels, testContext(backend))).toJSON();
      const names = new Set<string>();
      const steps = await interruptedEverywhere(
        (context) => logistic().fit(few, labels, context),
        backend,
        (resumed, _, snapshots) => {
          expect(resumed.toJSON()).toStrictEqual(whole);
          for (const name of snapshots.kept.keys()) names.add(name);
        },
      );
      // The choice of the strength, the training, and its last digits.
      expect([...names].sort()).toEqual(['train-0', 'train-1', 'train-2']);
      expect(steps).toBeGreaterThan(100);
    },
    180_000,
  );

  it('does no fit again that was done', async () => {
    const earlier = new TestSnapshots();
    await logistic().fit(few, labels, { ...testContext('cpu'), snapshots: earlier });
    const fits = earlier.written.filter(({ name }) => name === 'train-0');
    expect(fits.map(({ done }) => done)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    expect(fits.map(({ last }) => last).indexOf(true)).toBe(29);
    const later = new TestSnapshots(earlier);
    const context = testContext('cpu');
    await logistic().fit(few, labels, { ...context, snapshots: later });
    // But for the last step of Newton's method, which changed nothing and was not kept.
    expect(later.written).toEqual([]);
    expect(context.shares.length).toBeLessThanOrEqual(1);
  });

  it('what was kept of other labels is not taken for the last digits of these', async () => {
    const earlier = new TestSnapshots();
    await logistic({ c: 1 }).fit(few, labels, { ...testContext('cpu'), snapshots: earlier });
    const flipped = labels.map((label) => 1 - label);
    const context = { ...testContext('cpu'), snapshots: new TestSnapshots(earlier) };
    const fitted = await logistic({ c: 1 }).fit(few, flipped, context);
    expect(fitted.toJSON()).toStrictEqual((await logistic({ c: 1 }).fit(few, flipped, testContext('cpu'))).toJSON());
  });
});
