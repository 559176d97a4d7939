import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  bootstrapBands,
  bootstrapBandsInSteps,
  brier,
  logLoss,
  rocAuc,
  rocAucInterval,
} from '../metrics.ts';
import { seededRandom, type Random } from '../random.ts';
import { quantileSorted } from '../statistics/describe.ts';
import { normalCdf, normalQuantile } from '../statistics/normal.ts';

/** A standard normal number (Box and Muller 1958). */
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Scores of negatives and positives are normal, one apart, as probabilities by a monotone map: the AUC is Φ(1 / √2). */
function binormal(random: Random, rows: number): { y: Float64Array; p: Float64Array } {
  const y = Float64Array.from({ length: rows }, (_, row) => Number(row % 3 === 0));
  return { y, p: y.map((label) => 1 / (1 + Math.exp(-label - normal(random)))) };
}

describe('bootstrap bands', () => {
  it('hold the true AUC, and the true ROC curve, about as often as they should', () => {
    const [truth, runs] = [normalCdf(1 / Math.SQRT2), 200];
    const random = seededRandom(11);
    let [auc, roc] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const { y, p } = binormal(random, 240);
      const { metrics, curves } = bootstrapBands(y, p, run, 150);
      auc += Number(metrics.auc.low <= truth && truth <= metrics.auc.high);
      const { x, low, high } = curves.roc[30]!;
      const expected = 1 - normalCdf(normalQuantile(1 - x) - 1);
      roc += Number(low <= expected && expected <= high);
    }
    // 95 % of 200 is 190 ± 3 (standard error); percentile bands of few rows hold a little less.
    for (const held of [auc, roc]) {
      expect(held).toBeGreaterThanOrEqual(0.9 * runs);
      expect(held).toBeLessThanOrEqual(0.985 * runs);
    }
  });

  it('are those of resampled rows, drawn and sorted the slow way', () => {
    const { y, p } = binormal(seededRandom(5), 300);
    const random = seededRandom(99);
    const byLabel = [0, 1].map((label) => [...y.keys()].filter((row) => y[row] === label));
    const metrics = { auc: rocAuc, averagePrecision, brier, logLoss };
    const drawn = Object.fromEntries(Object.keys(metrics).map((name) => [name, new Float64Array(2000)]));
    for (let round = 0; round < 2000; round += 1) {
      const rows = byLabel.flatMap((of) => of.map(() => of[Math.floor(random() * of.length)]!));
      const [labels, scores] = [rows.map((row) => y[row]!), rows.map((row) => p[row]!)];
      for (const [name, metric] of Object.entries(metrics)) drawn[name]![round] = metric(labels, scores);
    }
    const bands = bootstrapBands(y, p, 1, 2000).metrics;
    for (const name of Object.keys(metrics) as (keyof typeof metrics)[]) {
      const sorted = drawn[name]!.sort();
      const [low, high] = [quantileSorted(sorted, 0.025), quantileSorted(sorted, 0.975)];
      // Each bound has a standard error of about 2 % of the width.
      expect(Math.abs(bands[name].low - low)).toBeLessThan(0.1 * (high - low));
      expect(Math.abs(bands[name].high - high)).toBeLessThan(0.1 * (high - low));
    }
  });

  it('of the AUC are nearly DeLong’s', () => {
    const { y, p } = binormal(seededRandom(8), 3000);
    const { low, high } = bootstrapBands(y, p, 1, 400).metrics.auc;
    const delong = rocAucInterval(y, p);
    expect((high - low) / (delong.high - delong.low)).toBeGreaterThan(0.85);
    expect((high - low) / (delong.high - delong.low)).toBeLessThan(1.15);
  });

  it('lie around the curves, which end where every row is taken', () => {
    const { y, p } = binormal(seededRandom(2), 1000);
    const { curves } = bootstrapBands(y, p, 4, 100);
    for (const points of Object.values(curves)) {
      const around = points.filter((point) => point.low <= point.y && point.y <= point.high);
      expect(around.length).toBeGreaterThan(0.95 * points.length);
    }
    expect(curves.gain.at(-1)).toEqual({ x: 1, y: 1, low: 1, high: 1 });
    expect(curves.lift.at(-1)!.y).toBe(1);
    expect(curves.precisionRecall.at(-1)!.y).toBeGreaterThanOrEqual(1 / 3);
  });

  it('same seed, same bands, also step by step', async () => {
    const { y, p } = binormal(seededRandom(3), 200);
    const bands = bootstrapBands(y, p, 7, 30);
    const shares: number[] = [];
    const slow = await bootstrapBandsInSteps(y, p, 7, 30, async (share) => void shares.push(share));
    expect(slow).toEqual(bands);
    expect(shares).toHaveLength(30);
    expect(bootstrapBands(y, p, 8, 30)).not.toEqual(bands);
  });
});
