import type { Curvature } from './newton.ts';

/** Subjects by stratum, and within it from the latest time to the earliest, so that a walk down the rows builds up who is at risk. */
export interface Ordered {
  columns: number;
  /** Row after row, in order. */
  x: Float64Array;
  times: Float64Array;
  events: Uint8Array;
  strata: Int32Array;
  /** The row that each place came from. */
  rows: Uint32Array;
}

export function ordered(
  x: Float64Array,
  columns: number,
  times: Float64Array,
  events: Uint8Array,
  strata?: Int32Array,
): Ordered {
  const stratum = strata ?? new Int32Array(times.length);
  const rows = Uint32Array.from({ length: times.length }, (_, n) => n);
  rows.sort((a, b) => stratum[a]! - stratum[b]! || times[b]! - times[a]! || a - b);
  const sorted = new Float64Array(x.length);
  for (let n = 0; n < rows.length; n++)
    sorted.set(x.subarray(rows[n]! * columns, (rows[n]! + 1) * columns), n * columns);
  return {
    columns,
    x: sorted,
    times: Float64Array.from(rows, (row) => times[row]!),
    events: Uint8Array.from(rows, (row) => events[row]!),
    strata: Int32Array.from(rows, (row) => stratum[row]!),
    rows,
  };
}

/** The scores x·β of each row, shifted so that the largest is 0: the shift cancels in every risk set. */
export function shiftedScores(
  { x, columns, times }: Ordered,
  beta: Float64Array,
): { scores: Float64Array; shift: number } {
  const scores = new Float64Array(times.length);
  for (let row = 0; row < times.length; row++) {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += x[row * columns + k]! * beta[k]!;
    scores[row] = sum;
  }
  const shift = scores.reduce((most, value) => Math.max(most, value), -Infinity);
  return { scores: scores.map((value) => value - shift), shift };
}

/** Sums over a set of subjects: of e^score, of it times x, and of it times x xᵀ (the lower triangle). */
class Sums {
  s0 = 0;
  readonly s1: Float64Array;
  readonly s2: Float64Array;

  constructor(readonly columns: number) {
    this.s1 = new Float64Array(columns);
    this.s2 = new Float64Array(columns * columns);
  }

  clear(): void {
    this.s0 = 0;
    this.s1.fill(0);
    this.s2.fill(0);
  }

  add(weight: number, x: Float64Array, from: number): void {
    const { columns, s1, s2 } = this;
    this.s0 += weight;
    for (let a = 0; a < columns; a++) {
      const part = weight * x[from + a]!;
      s1[a]! += part;
      for (let b = 0; b <= a; b++) s2[a * columns + b]! += part * x[from + b]!;
    }
  }
}

/** Efron's terms of d tied events: each in turn sees the tied ones leave by d-ths. */
function addTied(risk: Sums, tied: Sums, died: number, at: Curvature): void {
  const { columns } = risk;
  const mean = new Float64Array(columns);
  for (let l = 0; l < died; l++) {
    const share = l / died;
    const s0 = risk.s0 - share * tied.s0;
    at.value -= Math.log(s0);
    for (let a = 0; a < columns; a++) {
      mean[a] = (risk.s1[a]! - share * tied.s1[a]!) / s0;
      at.gradient[a]! -= mean[a]!;
      for (let b = 0; b <= a; b++) {
        const entry = a * columns + b;
        at.information[entry]! += (risk.s2[entry]! - share * tied.s2[entry]!) / s0 - mean[a]! * mean[b]!;
      }
    }
  }
}

/** Multiplications between two chances to stop. */
const BETWEEN_STEPS = 4e7;

/** Cox's partial log-likelihood with Efron's treatment of ties (Efron 1977), its gradient and information; `step` is awaited every so often. */
export async function partialLikelihood(
  data: Ordered,
  beta: Float64Array,
  step: () => Promise<void>,
): Promise<Curvature> {
  const { columns, x, times, events, strata } = data;
  const { scores } = shiftedScores(data, beta);
  const at: Curvature = { value: 0, gradient: new Float64Array(columns), information: new Float64Array(columns ** 2) };
  const [risk, tied] = [new Sums(columns), new Sums(columns)];
  let since = 0;
  for (let from = 0, to: number; from < times.length; from = to) {
    if (from > 0 && strata[from] !== strata[from - 1]) risk.clear();
    let died = 0;
    for (to = from; to < times.length && times[to] === times[from] && strata[to] === strata[from]; to++) {
      const weight = Math.exp(scores[to]!);
      risk.add(weight, x, to * columns);
      if (!events[to]) continue;
      if (died++ === 0) tied.clear();
      tied.add(weight, x, to * columns);
      at.value += scores[to]!;
      for (let a = 0; a < columns; a++) at.gradient[a]! += x[to * columns + a]!;
    }
    if (died > 0) addTied(risk, tied, died, at);
    since += (to - from + died) * (columns + 1) ** 2;
    if (since > BETWEEN_STEPS) {
      since = 0;
      await step();
    }
  }
  return at;
}
