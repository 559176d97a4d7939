import { normalCdf } from './normal.ts';

const ascending = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

/**
 * The Mann–Whitney U of `a`, with the two-sided p-value of the normal approximation, corrected for ties and continuity
 * (Mann and Whitney 1947; as SciPy's `method='asymptotic'`). NaN where a sample is empty.
 */
export function mannWhitney(a: ArrayLike<number>, b: ArrayLike<number>): { u: number; p: number } {
  const [first, second] = [ascending(a), ascending(b)];
  const [n1, n2] = [first.length, second.length];
  let [i, j, ranks, ties] = [0, 0, 0, 0];
  while (i < n1 || j < n2) {
    const value = j >= n2 || (i < n1 && first[i]! <= second[j]!) ? first[i]! : second[j]!;
    const [before, own] = [i + j, i];
    while (i < n1 && first[i] === value) i++;
    while (j < n2 && second[j] === value) j++;
    const same = i + j - before;
    ranks += (i - own) * (before + (same + 1) / 2);
    ties += same ** 3 - same;
  }
  const u = ranks - (n1 * (n1 + 1)) / 2;
  const n = n1 + n2;
  const deviation = Math.sqrt(((n1 * n2) / 12) * (n + 1 - ties / (n * (n - 1))));
  if (n1 === 0 || n2 === 0) return { u: NaN, p: NaN };
  if (deviation === 0) return { u, p: 1 };
  const z = (Math.abs(u - (n1 * n2) / 2) - 0.5) / deviation;
  return { u, p: Math.min(1, 2 * normalCdf(-z)) };
}

/** Up to here the exact distribution is counted out; it takes n1 · n2 steps. */
const EXACT_STEPS = 4_000_000;

/** The share of all orders of two samples whose largest distance, times n1 · n2, is at least `distance`. */
function exactKolmogorov(distance: number, n1: number, n2: number): number {
  const reached = new Float64Array(n2 + 1);
  for (let i = 0; i <= n1; i++) {
    for (let j = 0; j <= n2; j++) {
      if (Math.abs(i * n2 - j * n1) >= distance) reached[j] = 1;
      else if (i + j === 0) reached[j] = 0;
      // The last of i + j values came from the first sample with the chance i / (i + j).
      else reached[j] = ((i > 0 ? i * reached[j]! : 0) + (j > 0 ? j * reached[j - 1]! : 0)) / (i + j);
    }
  }
  return reached[n2]!;
}

/** Kolmogorov's limit: 2 Σ (−1)ᵏ⁻¹ exp(−2 k² λ²). */
function limitKolmogorov(lambda: number): number {
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}

/**
 * The two-sample Kolmogorov–Smirnov test, two-sided: the largest distance between the distributions, and p: exact
 * (without ties) up to n1 · n2 = 4 million, beyond by Kolmogorov's limit. NaN where a sample is empty.
 */
export function kolmogorovSmirnov(a: ArrayLike<number>, b: ArrayLike<number>): { d: number; p: number } {
  const [first, second] = [ascending(a), ascending(b)];
  const [n1, n2] = [first.length, second.length];
  if (n1 === 0 || n2 === 0) return { d: NaN, p: NaN };
  let [i, j, distance] = [0, 0, 0];
  while (i < n1 && j < n2) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < n1 && first[i] === value) i++;
    while (j < n2 && second[j] === value) j++;
    // Whole numbers, so that equal distances are equal.
    distance = Math.max(distance, Math.abs(i * n2 - j * n1));
  }
  const d = distance / (n1 * n2);
  if (d === 0) return { d, p: 1 };
  const isExact = n1 * n2 <= EXACT_STEPS;
  return { d, p: isExact ? exactKolmogorov(distance, n1, n2) : limitKolmogorov(d * Math.sqrt((n1 * n2) / (n1 + n2))) };
}
