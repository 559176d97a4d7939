import type { Matrix } from '../matrix.ts';
import type { Clustering } from './rows.ts';
import { centroidsOf, rowsOf, sizesOf, squaredDistance } from './rows.ts';

/**
 * How far groups lie apart for their width: the mean over groups of the worst ratio (Davies and Bouldin 1979). The less, the better;
 * null with fewer than two groups. Noise is left out.
 */
export function daviesBouldin(x: Matrix, clustering: Clustering): number | null {
  const { labels, k } = clustering;
  if (k < 2) return null;
  const data = rowsOf(x);
  const d = x.columns;
  const centres = centroidsOf(x, clustering);
  const sizes = sizesOf(clustering);
  const widths = new Float64Array(k);
  labels.forEach((label, row) => {
    if (label >= 0) widths[label]! += Math.sqrt(squaredDistance(data, row * d, centres, label * d, d)) / sizes[label]!;
  });
  let sum = 0;
  for (let a = 0; a < k; a++) {
    let worst = 0;
    for (let b = 0; b < k; b++) {
      const apart = Math.sqrt(squaredDistance(centres, a * d, centres, b * d, d));
      if (a !== b && apart > 0) worst = Math.max(worst, (widths[a]! + widths[b]!) / apart);
    }
    sum += worst;
  }
  return sum / k;
}

/**
 * Variance between groups over that within, each by its degrees of freedom (Caliński and Harabasz 1974). The more, the better; null with
 * fewer than two groups, or with nothing left within. Noise is left out.
 */
export function calinskiHarabasz(x: Matrix, clustering: Clustering): number | null {
  const { labels, k } = clustering;
  const data = rowsOf(x);
  const d = x.columns;
  const centres = centroidsOf(x, clustering);
  const sizes = sizesOf(clustering);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const inOne = labels.map((label) => Math.min(label, 0));
  const middle = centroidsOf(x, { labels: inOne, k: 1 });
  let [within, between] = [0, 0];
  labels.forEach((label, row) => {
    if (label >= 0) within += squaredDistance(data, row * d, centres, label * d, d);
  });
  for (let c = 0; c < k; c++) between += sizes[c]! * squaredDistance(centres, c * d, middle, 0, d);
  return k < 2 || n <= k || within === 0 ? null : (between * (n - k)) / (within * (k - 1));
}
