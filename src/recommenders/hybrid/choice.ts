/**
 * Choices that were made: `events` of them, each against `others` items that were not taken. Differences of the members' standard scores,
 * an other item's less the chosen one's: event after event, other after other, member after member.
 */
export interface Choices {
  members: number;
  others: number;
  events: number;
  differences: Float32Array;
}

interface Curve {
  loss: number;
  gradient: Float64Array;
  hessian: Float64Array;
}

/** Worth one event or so: keeps weights finite where the members tell every choice. */
const RIDGE = 1;
const MOST_STEPS = 50;
const SWEEPS = 200;
const CLOSE = 1e-6;

/** Each other item's probability beside the chosen one's, to `shares`; the event's loss. */
function sharesOf(
  { members: m, others, differences }: Choices,
  event: number,
  weights: Float64Array,
  shares: Float64Array,
) {
  // Of the chosen one the difference is 0: a common factor keeps the largest term at 1.
  let most = 0;
  for (let other = 0; other < others; other += 1) {
    const at = (event * others + other) * m;
    let sum = 0;
    for (let k = 0; k < m; k += 1) sum += weights[k]! * differences[at + k]!;
    shares[other] = sum;
    if (sum > most) most = sum;
  }
  let all = Math.exp(-most);
  for (let other = 0; other < others; other += 1) all += shares[other] = Math.exp(shares[other]! - most);
  for (let other = 0; other < others; other += 1) shares[other]! /= all;
  return most + Math.log(all);
}

/** The mean of the differences under their shares is the gradient, their covariance the (lower half of the) Hessian. */
function addEvent(
  { members: m, others, differences }: Choices,
  event: number,
  shares: Float64Array,
  curve: Curve,
): void {
  const mean = new Float64Array(m);
  for (let other = 0; other < others; other += 1) {
    const at = (event * others + other) * m;
    for (let k = 0; k < m; k += 1) {
      const part = shares[other]! * differences[at + k]!;
      mean[k]! += part;
      for (let l = 0; l <= k; l += 1) curve.hessian[k * m + l]! += part * differences[at + l]!;
    }
  }
  for (let k = 0; k < m; k += 1) {
    curve.gradient[k]! += mean[k]!;
    for (let l = 0; l <= k; l += 1) curve.hessian[k * m + l]! -= mean[k]! * mean[l]!;
  }
}

/** The negative log likelihood of the conditional logit at these weights, with its derivatives. */
function curveAt(choices: Choices, weights: Float64Array): Curve {
  const { members: m, others, events } = choices;
  const curve = { loss: 0, gradient: new Float64Array(m), hessian: new Float64Array(m * m) };
  const shares = new Float64Array(others);
  for (let event = 0; event < events; event += 1) {
    curve.loss += sharesOf(choices, event, weights, shares);
    addEvent(choices, event, shares, curve);
  }
  return penalised(curve, weights);
}

function penalised({ loss, gradient, hessian }: Curve, weights: Float64Array): Curve {
  const m = weights.length;
  for (let k = 0; k < m; k += 1) {
    gradient[k]! += RIDGE * weights[k]!;
    hessian[k * m + k]! += RIDGE;
    for (let l = 0; l < k; l += 1) hessian[l * m + k] = hessian[k * m + l]!;
  }
  return { loss: loss + (RIDGE / 2) * weights.reduce((sum, weight) => sum + weight * weight, 0), gradient, hessian };
}

/** Where the parabola that touches the curve is least with no weight below 0: coordinate after coordinate. */
function newtonPoint({ gradient, hessian }: Curve, weights: Float64Array): Float64Array {
  const m = weights.length;
  const point = weights.slice();
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let moved = 0;
    for (let k = 0; k < m; k += 1) {
      let slope = gradient[k]!;
      for (let l = 0; l < m; l += 1) slope += hessian[k * m + l]! * (point[l]! - weights[l]!);
      const to = Math.max(0, point[k]! - slope / hessian[k * m + k]!);
      moved = Math.max(moved, Math.abs(to - point[k]!));
      point[k] = to;
    }
    if (moved < CLOSE / 100) break;
  }
  return point;
}

/**
 * How much each member speaks for what is chosen: the weights, none below 0, under which softmax of the weighted scores makes the choices
 * most likely (McFadden's conditional logit, 1974; drawing the others evenly leaves it consistent, McFadden 1978). Newton's method, each
 * step within the bounds, shortened until it helps.
 */
export async function choiceWeights(choices: Choices, pause: () => Promise<void>): Promise<Float64Array> {
  let weights = new Float64Array(choices.members);
  let curve = curveAt(choices, weights);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await pause();
    const target = newtonPoint(curve, weights);
    const move = target.reduce((most, weight, k) => Math.max(most, Math.abs(weight - weights[k]!)), 0);
    if (move < CLOSE) break;
    const next = betterPoint(choices, curve.loss, weights, target);
    if (!next) break;
    ({ weights, curve } = next);
  }
  return weights;
}

function betterPoint(choices: Choices, loss: number, from: Float64Array, to: Float64Array) {
  for (let share = 1; share > 0.01; share /= 2) {
    const weights = from.map((weight, k) => weight + share * (to[k]! - weight));
    const curve = curveAt(choices, weights);
    if (curve.loss < loss) return { weights, curve };
  }
  return null;
}
