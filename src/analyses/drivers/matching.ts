import type { Context } from '../../contract/analysis.ts';
import { seededRandom } from '../../core/random.ts';
import { meanAndVariance, normalCdf } from '../../core/statistics.ts';
import { estimatorOf } from '../../models/catalog.ts';
import { scalingOf, standardise } from '../../models/logistic/standardise.ts';
import type { Matrix } from '../../models/matrix.ts';
import { matrixOf } from '../../models/matrix.ts';
import type { Early } from './early.ts';
import type { Matched } from './result.ts';

/** So many other events become covariates, those with most users. */
const COVARIATE_EVENTS = 20;
/** Standard deviations of the logit (Austin 2011). */
const CALIPER = 0.2;
const Z95 = 1.959963984540054;

/** What makes users alike: how often they did other events, their days and sessions, on a logarithmic scale. */
export function covariates(early: Early, behaviour: number, names: readonly string[]): Matrix {
  // Behaviours asked for are made of the same events, and would say over again who did it.
  const others = names.map((_, n) => n).filter((n) => n !== behaviour && n < early.events);
  const used = others.slice(0, COVARIATE_EVENTS);
  const rows = early.reached.length;
  const column = (value: (row: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) => Math.log1p(value(row)));
  const count = (row: number, n: number) => early.counts[row * early.behaviours + n]!;
  return matrixOf(
    [...used.map((n) => names[n]!), '#events', '#days', '#sessions'],
    [
      ...used.map((n) => column((row) => count(row, n))),
      column((row) => early.total[row]! - count(row, behaviour)),
      column((row) => early.activeDays[row]!),
      column((row) => early.sessions[row]!),
    ],
    rows,
  );
}

/**
 * Pairs each treated row with the nearest unused control by score, no further than the caliper: in random order, without replacement.
 * Places of controls in order of score are skipped in almost constant time once used.
 */
export function nearestPairs(
  scores: ArrayLike<number>,
  treated: ArrayLike<number>,
  caliper: number,
  seed: number,
): [number, number][] {
  const rows = Array.from({ length: scores.length }, (_, row) => row);
  const controls = rows.filter((row) => !treated[row]).sort((a, b) => scores[a]! - scores[b]!);
  const wanted = rows.filter((row) => treated[row]);
  const random = seededRandom(seed);
  for (let n = wanted.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [wanted[n], wanted[other]] = [wanted[other]!, wanted[n]!];
  }
  // Place n + 1 stands for control n; the ends are never used up.
  const right = Int32Array.from({ length: controls.length + 2 }, (_, n) => n);
  const left = right.slice();
  const free = (links: Int32Array, at: number): number => {
    let root = at;
    while (links[root] !== root) root = links[root]!;
    for (let n = at; links[n] !== root;) [links[n], n] = [root, links[n]!];
    return root;
  };
  const scoreAt = (place: number) =>
    place === 0 ? -Infinity : place > controls.length ? Infinity : scores[controls[place - 1]!]!;
  const pairs: [number, number][] = [];
  for (const row of wanted) {
    let [low, high] = [0, controls.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scores[controls[middle]!]! < scores[row]!) low = middle + 1;
      else high = middle;
    }
    const above = free(right, low + 1);
    const below = free(left, low);
    const isAbove = scoreAt(above) - scores[row]! < scores[row]! - scoreAt(below);
    const place = isAbove ? above : below;
    if (!(Math.abs(scoreAt(place) - scores[row]!) <= caliper)) continue;
    pairs.push([row, controls[place - 1]!]);
    right[place] = place + 1;
    left[place] = place - 1;
  }
  return pairs;
}

/** The standardised mean difference of a column between two groups, by their pooled spread `scale`. */
function gap(x: Matrix, column: number, a: readonly number[], b: readonly number[], scale: number): number {
  const mean = (rows: readonly number[]) =>
    rows.reduce((sum, row) => sum + x.data[row * x.columns + column]!, 0) / rows.length;
  return scale > 0 ? (mean(a) - mean(b)) / scale : 0;
}

function balanceOf(x: Matrix, treated: Uint8Array, pairs: readonly [number, number][]): Matched['balance'] {
  const rows = Array.from(treated, (_, row) => row);
  const [did, didNot] = [rows.filter((row) => treated[row]), rows.filter((row) => !treated[row])];
  return x.names.map((covariate, column) => {
    const values = (from: readonly number[]) => Float64Array.from(from, (row) => x.data[row * x.columns + column]!);
    const spread = Math.sqrt((meanAndVariance(values(did)).variance + meanAndVariance(values(didNot)).variance) / 2);
    const after = gap(
      x,
      column,
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
      spread,
    );
    return { covariate, before: gap(x, column, did, didNot, spread), after };
  });
}

/** The difference of two shares in pairs, with Wald's interval for paired shares. */
export function pairedDifference(pairs: readonly [number, number][], reached: ArrayLike<number>) {
  const n = pairs.length;
  const did = pairs.filter(([a]) => reached[a]).length / n;
  const didNot = pairs.filter(([, b]) => reached[b]).length / n;
  const only = [
    pairs.filter(([a, b]) => reached[a] && !reached[b]).length,
    pairs.filter(([a, b]) => !reached[a] && reached[b]).length,
  ];
  const difference = did - didNot;
  const error = Math.sqrt(only[0]! + only[1]! - (only[0]! - only[1]!) ** 2 / n) / n;
  const p = error > 0 ? 2 * normalCdf(-Math.abs(difference) / error) : 1;
  return { did, didNot, difference, low: difference - Z95 * error, high: difference + Z95 * error, p };
}

const worst = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** How likely each row is treated, as log odds: logistic regression on standardised columns. */
async function logOdds(x: Matrix, treated: Uint8Array, { seed, language, step }: Context): Promise<Float64Array> {
  const z = standardise(x, scalingOf(x));
  const estimator = await estimatorOf('logistic', { c: 1 }, 'binary');
  const model = await estimator.fit(z, treated, { seed, language, backend: 'cpu', step, ranOn: () => undefined });
  const bound = (p: number) => Math.min(1 - 1e-12, Math.max(1e-12, p));
  return Float64Array.from(model.predict(z), (p) => Math.log(bound(p) / (1 - bound(p))));
}

/** Compares users who did it at least so often with those most like them who did not; null where nobody matches. */
export async function matchedComparison(
  early: Early,
  behaviour: number,
  times: number,
  names: readonly string[],
  context: Context,
): Promise<Matched | null> {
  const treated = Uint8Array.from(early.reached, (_, row) =>
    early.counts[row * early.behaviours + behaviour]! >= times ? 1 : 0,
  );
  const x = covariates(early, behaviour, names);
  const scores = await logOdds(x, treated, context);
  const caliper = CALIPER * Math.sqrt(meanAndVariance(scores).variance);
  const pairs = nearestPairs(scores, treated, caliper, context.seed);
  if (pairs.length === 0) return null;
  const balance = balanceOf(x, treated, pairs);
  return {
    pairs: pairs.length,
    treated: treated.reduce((sum, value) => sum + value, 0),
    ...pairedDifference(pairs, early.reached),
    imbalanceBefore: worst(balance.map(({ before }) => before)),
    imbalanceAfter: worst(balance.map(({ after }) => after)),
    balance,
  };
}
