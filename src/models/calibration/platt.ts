/** Log odds of a probability, at most those of `least`: an infinity has no place in a sum. */
export function logOdds(p: number, least: number): number {
  const inside = Math.min(1 - least, Math.max(least, p));
  return Math.log(inside) - Math.log1p(-inside);
}

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** log(1 + exp(z)) without overflow. */
const softplus = (z: number): number => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));

export interface Line {
  slope: number;
  offset: number;
}

/** Cross entropy of targets under sigmoid(slope · score + offset). */
function lossOf(scores: Float64Array, targets: Float64Array, { slope, offset }: Line): number {
  let sum = 0;
  for (let row = 0; row < scores.length; row += 1) {
    const z = slope * scores[row]! + offset;
    sum += softplus(z) - targets[row]! * z;
  }
  return sum;
}

/** Gradient and Hessian of the loss. */
function slopesOf(scores: Float64Array, targets: Float64Array, { slope, offset }: Line) {
  // A small ridge keeps the Hessian invertible where all scores are alike.
  const sums = { g1: 0, g2: 0, h11: 1e-12, h12: 0, h22: 1e-12 };
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row]!;
    const p = sigmoid(slope * score + offset);
    const apart = p - targets[row]!;
    const weight = p * (1 - p);
    sums.g1 += score * apart;
    sums.g2 += apart;
    sums.h11 += score * score * weight;
    sums.h12 += score * weight;
    sums.h22 += weight;
  }
  return sums;
}

const STEPS = 100;
const SMALLEST_STEP = 1e-10;

/** A step against the gradient, halved until it lowers the loss enough; null if none does. */
function search(scores: Float64Array, targets: Float64Array, from: Line, d: Line, descent: number): Line | null {
  const loss = lossOf(scores, targets, from);
  for (let step = 1; step >= SMALLEST_STEP; step /= 2) {
    const next = { slope: from.slope + step * d.slope, offset: from.offset + step * d.offset };
    if (lossOf(scores, targets, next) < loss + 1e-4 * step * descent) return next;
  }
  return null;
}

/**
 * Platt's sigmoid (1999) through scores, with his targets (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), by Newton's method with
 * backtracking (Lin, Lin & Weng 2007).
 */
export function fitSigmoid(labels: ArrayLike<number>, scores: Float64Array): Line {
  const positives = scores.reduce((sum, _, row) => sum + Number(labels[row] === 1), 0);
  const negatives = scores.length - positives;
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (negatives + 2)];
  const targets = Float64Array.from(scores, (_, row) => (labels[row] === 1 ? high : low));
  let line: Line = { slope: 0, offset: Math.log((positives + 1) / (negatives + 1)) };
  for (let step = 0; step < STEPS; step += 1) {
    const { g1, g2, h11, h12, h22 } = slopesOf(scores, targets, line);
    if (Math.max(Math.abs(g1), Math.abs(g2)) < 1e-10 * scores.length) break;
    const determinant = h11 * h22 - h12 * h12;
    const d = { slope: -(h22 * g1 - h12 * g2) / determinant, offset: -(h11 * g2 - h12 * g1) / determinant };
    const next = search(scores, targets, line, d, g1 * d.slope + g2 * d.offset);
    if (!next) break;
    line = next;
  }
  return line;
}
