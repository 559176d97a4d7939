import { ascending } from '../../core/ascending.ts';

/** A rising curve through points, level beyond its ends. */
export interface Steps {
  x: number[];
  y: number[];
}

/** The mean label at each distinct score, the least score first. */
function groupsOf(labels: ArrayLike<number>, scores: Float64Array): { x: number; sum: number; n: number }[] {
  const groups: { x: number; sum: number; n: number }[] = [];
  for (const row of ascending(scores)) {
    const last = groups.at(-1);
    const label = labels[row]!;
    if (last?.x === scores[row]) {
      last.sum += label;
      last.n += 1;
    } else groups.push({ x: scores[row]!, sum: label, n: 1 });
  }
  return groups;
}

/**
 * The rising curve nearest to the labels by squares (Barlow et al. 1972), by pooling neighbours that are out of order; only the
 * ends of each level stretch are kept, and between them the curve is straight, as in scikit-learn's IsotonicRegression.
 */
export function fitIsotonic(labels: ArrayLike<number>, scores: Float64Array): Steps {
  const blocks: { first: number; last: number; sum: number; n: number }[] = [];
  for (const { x, sum, n } of groupsOf(labels, scores)) {
    let block = { first: x, last: x, sum, n };
    for (let before = blocks.at(-1); before && before.sum * block.n >= block.sum * before.n; before = blocks.at(-1)) {
      block = { ...block, first: before.first, sum: before.sum + block.sum, n: before.n + block.n };
      blocks.pop();
    }
    blocks.push(block);
  }
  const ends = blocks.flatMap(({ first, last, sum, n }) =>
    (first === last ? [first] : [first, last]).map((x) => [x, sum / n] as const),
  );
  return { x: ends.map(([x]) => x), y: ends.map(([, y]) => y) };
}

/** The curve's height at a score. */
export function heightAt({ x, y }: Steps, score: number): number {
  let [low, high] = [0, x.length - 1];
  if (score <= x[low]!) return y[low]!;
  if (score >= x[high]!) return y[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= score) low = middle;
    else high = middle;
  }
  return y[low]! + ((y[high]! - y[low]!) * (score - x[low]!)) / (x[high]! - x[low]!);
}
