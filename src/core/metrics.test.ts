import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './metrics.golden.json' with { type: 'json' };
import {
  averagePrecision,
  brier,
  calibrationTable,
  expectedCalibrationError,
  liftAtTop,
  logLoss,
  prevalence,
  rocAuc,
  rocAucInterval,
} from './metrics.ts';

const { labels, probabilities } = golden;

/** Wins of each positive over each negative, the slow way. */
function placements(y: number[], scores: number[]): number[][] {
  const of = (label: number) => scores.filter((_, row) => y[row] === label);
  return of(1).map((positive) => of(0).map((negative) => (positive > negative ? 1 : positive === negative ? 0.5 : 0)));
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]): number =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

const ranked = fc
  .array(fc.record({ y: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 6 }) }), { minLength: 4 })
  .filter((rows) => {
    const positives = rows.filter(({ y }) => y === 1).length;
    return positives > 1 && rows.length - positives > 1;
  })
  .map((rows) => ({ y: rows.map((row) => row.y), scores: rows.map((row) => row.score) }));

describe('metrics against scikit-learn', () => {
  it('AUC, average precision, log loss and Brier score', () => {
    expect(rocAuc(labels, probabilities)).toBeCloseTo(golden.auc, 12);
    expect(averagePrecision(labels, probabilities)).toBeCloseTo(golden.averagePrecision, 12);
    expect(logLoss(labels, probabilities)).toBeCloseTo(golden.logLoss, 12);
    expect(brier(labels, probabilities)).toBeCloseTo(golden.brier, 12);
  });

  it('calibration table, and its error', () => {
    const table = calibrationTable(labels, probabilities);
    expect(table.map(({ n }) => n)).toEqual(golden.calibration.map(({ n }) => n));
    table.forEach((bin, at) => {
      expect(bin.predicted).toBeCloseTo(golden.calibration[at]!.predicted, 12);
      expect(bin.observed).toBeCloseTo(golden.calibration[at]!.observed, 12);
    });
    const gaps = golden.calibration.map((bin) => bin.n * Math.abs(bin.predicted - bin.observed));
    expect(expectedCalibrationError(labels, probabilities)).toBeCloseTo(mean(gaps) * (gaps.length / labels.length), 12);
  });
});

describe('metrics against brute force', () => {
  it('AUC counts each pair, a tie as half', () => {
    fc.assert(
      fc.property(ranked, ({ y, scores }) => {
        expect(rocAuc(y, scores)).toBeCloseTo(mean(placements(y, scores).flat()), 10);
      }),
    );
  });

  it("the AUC's interval is DeLong's", () => {
    fc.assert(
      fc.property(ranked, ({ y, scores }) => {
        const wins = placements(y, scores);
        const byNegative = wins[0]!.map((_, at) => mean(wins.map((row) => row[at]!)));
        const se = Math.sqrt(variance(wins.map(mean)) / wins.length + variance(byNegative) / byNegative.length);
        const { auc, low, high } = rocAucInterval(y, scores);
        expect(low).toBeCloseTo(Math.max(0, auc - 1.959963984540054 * se), 8);
        expect(high).toBeCloseTo(Math.min(1, auc + 1.959963984540054 * se), 8);
      }),
    );
  });

  it('ranking metrics do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(ranked, ({ y, scores }) => {
        const back = [[...y].reverse(), [...scores].reverse()] as const;
        for (const metric of [rocAuc, averagePrecision, liftAtTop]) {
          expect(metric(...back)).toBeCloseTo(metric(y, scores), 10);
        }
      }),
    );
  });
});

describe('metrics counted by hand', () => {
  it('lift: the top tenth of ten rows is one row; ties at the border share', () => {
    const y = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    expect(liftAtTop(y, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toBeCloseTo(5, 12);
    // Rows 1 and 2 tie for the one place: half a hit, over a prevalence of 0.2.
    expect(liftAtTop(y, [9, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toBeCloseTo(2.5, 12);
  });

  it('average precision of hits at ranks 1 and 3 is (1 + 2/3) / 2', () => {
    expect(averagePrecision([1, 0, 1, 0], [4, 3, 2, 1])).toBeCloseTo(5 / 6, 12);
  });

  it('bins are closed above; certain predictions fall into the outer ones', () => {
    const table = calibrationTable([0, 1, 1, 1], [0, 0.1, 0.3, 1]);
    expect(table).toEqual([
      { predicted: 0.05, observed: 0.5, n: 2 },
      { predicted: 0.3, observed: 1, n: 1 },
      { predicted: 1, observed: 1, n: 1 },
    ]);
  });

  it('a certain and wrong prediction costs much, not everything', () => {
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(Number.EPSILON), 10);
  });

  it('one class only has no AUC; no rows have no prevalence', () => {
    expect(rocAuc([1, 1], [0.2, 0.4])).toBeNaN();
    expect(prevalence([])).toBeNaN();
  });
});
