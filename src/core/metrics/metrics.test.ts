import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binaryMetrics,
  chooseThreshold,
  concordance,
  confusionAt,
  gainCurve,
  isHigherBetter,
  liftCurve,
  multiclassMetrics,
  recallAtTop,
  regressionMetrics,
  rocAuc,
  rocCurve,
} from '../metrics.ts';
import { seededRandom } from '../random.ts';

/** Rows with few distinct scores and both labels. */
const ranked = fc
  .array(fc.record({ y: fc.integer({ min: 0, max: 1 }), score: fc.integer({ min: 0, max: 10 }) }), { minLength: 2 })
  .filter((rows) => new Set(rows.map(({ y }) => y)).size === 2)
  .map((rows) => ({ y: rows.map((row) => row.y), p: rows.map((row) => row.score / 10) }));

const many = (rows: number) => {
  const random = seededRandom(3);
  const p = Float64Array.from({ length: rows }, random);
  return { p, y: p.map((value) => Number(random() < value)) };
};

describe('curves', () => {
  it('have at most 200 points, both ends among them, and nearly the area of the whole', () => {
    const { y, p } = many(20_000);
    const roc = rocCurve(y, p);
    expect(roc.length).toBeLessThanOrEqual(200);
    expect(roc.length).toBeGreaterThan(150);
    expect([roc[0]!.x, roc[0]!.y, roc.at(-1)!.x, roc.at(-1)!.y]).toEqual([0, 0, 1, 1]);
    const area = roc.slice(1).reduce((sum, to, at) => sum + ((to.x - roc[at]!.x) * (to.y + roc[at]!.y)) / 2, 0);
    expect(area).toBeCloseTo(rocAuc(y, p), 3);
  });

  it('each point is what its threshold decides', () => {
    fc.assert(
      fc.property(ranked, ({ y, p }) => {
        const positives = y.filter(Boolean).length;
        for (const { x, y: gain, threshold } of gainCurve(y, p)) {
          const { tp, fp } = confusionAt(y, p, threshold);
          expect([x, gain]).toEqual([(tp + fp) / y.length, tp / positives]);
        }
      }),
    );
  });

  it('gain and lift of four rows, counted by hand', () => {
    const [y, p] = [
      [1, 0, 1, 0],
      [0.9, 0.8, 0.7, 0.1],
    ];
    expect(gainCurve(y, p).map((point) => [point.x, point.y])).toEqual([
      [0, 0],
      [0.25, 0.5],
      [0.5, 0.5],
      [0.75, 1],
      [1, 1],
    ]);
    expect(liftCurve(y, p).map((point) => [point.x, point.y])).toEqual([
      [0.25, 2],
      [0.5, 1],
      [0.75, expect.closeTo(4 / 3, 12)],
      [1, 1],
    ]);
  });
});

describe('the top of the scores', () => {
  it('recall of the top tenth; rows that tie at the border share', () => {
    expect(recallAtTop([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toBeCloseTo(0.5, 12);
    expect(recallAtTop([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], [9, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toBeCloseTo(0.25, 12);
  });

  it('a tenth of thirty rows is three, though 30 · 0.1 is not', () => {
    const y = Array.from({ length: 30 }, (_, row) => Number(row === 3));
    expect(
      recallAtTop(
        y,
        y.map((_, row) => -row),
        0.1,
      ),
    ).toBe(0);
  });
});

/** Every threshold there is, the strictest first. */
const thresholds = (p: number[]) => [Infinity, ...[...new Set(p)].sort((a, b) => b - a)];

describe('a threshold', () => {
  it('by cost: none costs less, and none as little is stricter', () => {
    const costs = fc.record({
      falsePositive: fc.integer({ min: 1, max: 9 }),
      falseNegative: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(ranked, costs, ({ y, p }, { falsePositive, falseNegative }) => {
        const chosen = chooseThreshold(y, p, { kind: 'cost', falsePositive, falseNegative });
        const cost = (threshold: number) => {
          const { fp, fn } = confusionAt(y, p, threshold);
          return fp * falsePositive + fn * falseNegative;
        };
        const all = thresholds(p).map(cost);
        expect(chosen.money!.cost).toBe(Math.min(...all));
        expect(chosen.threshold).toBe(thresholds(p)[all.indexOf(Math.min(...all))]);
        expect(chosen.confusion).toEqual(confusionAt(y, p, chosen.threshold));
        expect(chosen.money!.saved).toBe(Math.min(all[0]!, all.at(-1)!) - chosen.money!.cost);
      }),
    );
  });

  it('by capacity: as many as can be dealt with, ties wholly or not at all', () => {
    const y = [1, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    const p = [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
    expect(chooseThreshold(y, p, { kind: 'capacity', share: 0.3 })).toMatchObject({
      threshold: 0.8,
      share: 0.3,
      recall: 2 / 3,
    });
    expect(chooseThreshold(y, p, { kind: 'capacity', share: 0.2 })).toMatchObject({ threshold: 0.9, share: 0.1 });
    expect(chooseThreshold(y, p, { kind: 'capacity', share: 0.05 })).toMatchObject({ threshold: Infinity, share: 0 });
  });

  it('by precision: the most positives found; to none where no threshold is precise enough', () => {
    fc.assert(
      fc.property(ranked, fc.integer({ min: 1, max: 10 }), ({ y, p }, tenths) => {
        const least = tenths / 10;
        const chosen = chooseThreshold(y, p, { kind: 'precision', least });
        const found = thresholds(p)
          .map((threshold) => confusionAt(y, p, threshold))
          .filter(({ tp, fp }) => tp > 0 && tp / (tp + fp) >= least)
          .map(({ tp }) => tp);
        expect(chosen.confusion.tp).toBe(Math.max(0, ...found));
        expect(chosen.threshold === Infinity).toBe(found.length === 0);
      }),
    );
  });

  it('by F1: none is higher; with costs, the money it means', () => {
    fc.assert(
      fc.property(ranked, ({ y, p }) => {
        const chosen = chooseThreshold(y, p, { kind: 'f1' }, { falsePositive: 2, falseNegative: 5 });
        const f1 = thresholds(p).map((threshold) => {
          const { tp, fp, fn } = confusionAt(y, p, threshold);
          return (2 * tp) / (2 * tp + fp + fn);
        });
        expect(chosen.f1).toBeCloseTo(Math.max(...f1), 12);
        expect(chosen.money!.cost).toBe(2 * chosen.confusion.fp + 5 * chosen.confusion.fn);
      }),
    );
  });
});

describe('concordance', () => {
  const lives = fc.array(
    fc.record({ time: fc.integer({ min: 1, max: 6 }), event: fc.boolean(), risk: fc.integer({ min: 0, max: 4 }) }),
    { maxLength: 30 },
  );

  it('counts each pair, the slow way', () => {
    fc.assert(
      fc.property(lives, (rows) => {
        let [agree, pairs] = [0, 0];
        for (const a of rows) {
          for (const b of rows) {
            // Of a it is known that the event came first.
            if (!a.event || !(a.time < b.time || (a.time === b.time && !b.event))) continue;
            pairs += 1;
            agree += a.risk > b.risk ? 1 : a.risk === b.risk ? 0.5 : 0;
          }
        }
        const of = (key: 'time' | 'event' | 'risk') => rows.map((row) => Number(row[key]));
        const found = concordance(of('time'), of('event'), of('risk'));
        if (pairs === 0) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(agree / pairs, 10);
      }),
    );
  });
});

describe('where a metric has no value', () => {
  it('one class has no AUC, but losses and decisions', () => {
    const metrics = binaryMetrics([1, 1], [0.2, 0.6]);
    expect([metrics.auc, metrics.ks]).toEqual([NaN, NaN]);
    expect(metrics).toMatchObject({ averagePrecision: 1, accuracy: 0.5, recall: 0.5, precision: 1, mcc: 0 });
  });

  it('a class that no row has is left out of the averages', () => {
    const metrics = multiclassMetrics([0, 1, 0, 1], [0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.5, 0.4, 0.1, 0.3, 0.6, 0.1], 3);
    expect(metrics).toMatchObject({ accuracy: 1, macroF1: 1, macroAuc: 1, mcc: 1 });
  });

  it('equal values have no share to explain; counts without a positive prediction no Poisson deviance', () => {
    expect(regressionMetrics([2, 2], [2, 2]).r2).toBe(1);
    expect(regressionMetrics([2, 2], [2, 3]).r2).toBe(0);
    expect(regressionMetrics([1, 2], [0, 2])).not.toHaveProperty('poissonDeviance');
    expect(regressionMetrics([-1, 2], [1, 2])).not.toHaveProperty('poissonDeviance');
  });

  it('a prediction that is none is refused, and so are too few', () => {
    expect(() => binaryMetrics([0, 1], [0.5, NaN])).toThrow(
      expect.objectContaining({ name: 'metrics.not-a-number', values: { row: 2 } }),
    );
    expect(() => binaryMetrics([0, 1], [0.5])).toThrow(expect.objectContaining({ name: 'metrics.wrong-length' }));
    expect(() => multiclassMetrics([0, 1], [0.5, 0.5], 2)).toThrow(
      expect.objectContaining({ name: 'metrics.wrong-length' }),
    );
  });
});

it('more of a loss is worse, and nobody knows of a metric unheard of', () => {
  expect(['auc', 'r2', 'macroF1', 'concordance', 'liftAt10'].map(isHigherBetter)).toEqual(Array(5).fill(true));
  expect(['logLoss', 'rmse', 'ece', 'poissonDeviance', 'medianAe'].map(isHigherBetter)).toEqual(Array(5).fill(false));
  expect(() => isHigherBetter('acu')).toThrow(expect.objectContaining({ name: 'metrics.unknown' }));
});
