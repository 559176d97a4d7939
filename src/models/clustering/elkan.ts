import { squaredDistance } from './rows.ts';

/** One run of k-means: its rows, and what it knows of them. */
interface State {
  data: Float64Array;
  n: number;
  d: number;
  k: number;
  centres: Float64Array;
  labels: Int32Array;
  /** At least the distance to the own centre. */
  upper: Float64Array;
  /** At most the distance to each centre, row after row. */
  lower: Float64Array;
  sums: Float64Array;
  sizes: Float64Array;
}

/** Every distance once: labels, exact bounds, and the sums that the centres are the means of. */
function start(data: Float64Array, d: number, centres: Float64Array): State {
  const n = data.length / d;
  const k = centres.length / d;
  const state: State = {
    ...{ data, n, d, k, centres },
    labels: new Int32Array(n),
    upper: new Float64Array(n),
    lower: new Float64Array(n * k),
    sums: new Float64Array(k * d),
    sizes: new Float64Array(k),
  };
  for (let row = 0; row < n; row++) {
    let label = 0;
    let least = Infinity;
    for (let c = 0; c < k; c++) {
      const distance = Math.sqrt(squaredDistance(data, row * d, centres, c * d, d));
      state.lower[row * k + c] = distance;
      if (distance >= least) continue;
      label = c;
      least = distance;
    }
    state.labels[row] = label;
    state.upper[row] = least;
    add(state, row, label, 1);
  }
  return state;
}

function add({ data, d, sums, sizes }: State, row: number, label: number, times: 1 | -1): void {
  sizes[label]! += times;
  for (let c = 0, at = row * d, to = label * d; c < d; c++, at++, to++) sums[to]! += times * data[at]!;
}

/** A centre without rows moves to the row farthest from its own, which leaves that one. */
function fillEmpty(state: State): void {
  const { data, d, k, n, sizes, centres, labels } = state;
  for (let empty = 0; empty < k; empty++) {
    if (sizes[empty]! > 0) continue;
    let [farthest, most] = [-1, 0];
    for (let row = 0; row < n; row++) {
      if (sizes[labels[row]!]! < 2) continue;
      const distance = squaredDistance(data, row * d, centres, labels[row]! * d, d);
      if (distance > most) [farthest, most] = [row, distance];
    }
    if (farthest < 0) return;
    add(state, farthest, labels[farthest]!, -1);
    labels[farthest] = empty;
    add(state, farthest, empty, 1);
    // Nothing is known of the new centre: exact again when the bounds are next looked at.
    state.upper[farthest] = Infinity;
  }
}

/** Moves the centres to the means of their rows; how far each went. */
function moveCentres(state: State): Float64Array {
  const { d, k, sums, sizes, centres } = state;
  const moved = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    if (sizes[c] === 0) continue;
    let distance = 0;
    for (let j = c * d; j < (c + 1) * d; j++) {
      const now = sums[j]! / sizes[c]!;
      distance += (now - centres[j]!) ** 2;
      centres[j] = now;
    }
    moved[c] = Math.sqrt(distance);
  }
  return moved;
}

/** Half the distance between each two centres, and the least of each centre's. */
function separations({ d, k, centres }: State): { half: Float64Array; least: Float64Array } {
  const half = new Float64Array(k * k);
  const least = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      if (a === b) continue;
      half[a * k + b] = Math.sqrt(squaredDistance(centres, a * d, centres, b * d, d)) / 2;
      least[a] = Math.min(least[a]!, half[a * k + b]!);
    }
  }
  return { half, least };
}

/** Gives each row its nearest centre, looking only where the bounds leave it open (Elkan 2003). How many rows changed. */
function assign(state: State, moved: Float64Array): number {
  const { data, n, d, k, centres, labels, upper, lower } = state;
  const { half, least } = separations(state);
  let changed = 0;
  for (let row = 0; row < n; row++) {
    const own = labels[row]!;
    const base = row * k;
    for (let c = 0; c < k; c++) lower[base + c]! -= moved[c]!;
    let bound = upper[row]! + moved[own]!;
    if (bound > least[own]!) {
      let label = own;
      let exact = false;
      for (let c = 0; c < k; c++) {
        if (c === label || bound <= lower[base + c]! || bound <= half[label * k + c]!) continue;
        if (!exact) {
          bound = Math.sqrt(squaredDistance(data, row * d, centres, label * d, d));
          lower[base + label] = bound;
          exact = true;
          if (bound <= lower[base + c]! || bound <= half[label * k + c]!) continue;
        }
        const distance = Math.sqrt(squaredDistance(data, row * d, centres, c * d, d));
        lower[base + c] = distance;
        if (distance < bound) {
          bound = distance;
          label = c;
        }
      }
      if (label !== own) {
        changed++;
        labels[row] = label;
        add(state, row, own, -1);
        add(state, row, label, 1);
      }
    }
    upper[row] = bound;
  }
  return changed;
}

export interface LloydRun {
  centres: Float64Array;
  labels: Int32Array;
  /** Sum of squared distances to the own centre. */
  inertia: number;
  iterations: number;
}

/** The means of the final groups from scratch, and the sum of squared distances to them. */
function finish({ data, n, d, k, labels, centres }: State, iterations: number): LloydRun {
  const sums = new Float64Array(k * d);
  const sizes = new Float64Array(k);
  for (let row = 0; row < n; row++) {
    const label = labels[row]!;
    sizes[label]!++;
    for (let c = 0; c < d; c++) sums[label * d + c]! += data[row * d + c]!;
  }
  for (let c = 0; c < k; c++)
    if (sizes[c]! > 0) for (let j = c * d; j < (c + 1) * d; j++) centres[j] = sums[j]! / sizes[c]!;
  let inertia = 0;
  for (let row = 0; row < n; row++) inertia += squaredDistance(data, row * d, centres, labels[row]! * d, d);
  return { centres, labels, inertia, iterations };
}

/**
 * Lloyd's iteration from some centres until no row changes, or the centres move by no more than `tolerance` (sum of squares): the
 * same labels as by looking at every distance, found with the bounds of C. Elkan, Using the triangle inequality to accelerate k-means, ICML 2003.
 */
export async function lloyd(
  data: Float64Array,
  d: number,
  start0: Float64Array,
  { maxIterations, tolerance }: { maxIterations: number; tolerance: number },
  pause: () => Promise<void>,
): Promise<LloydRun> {
  const state = start(data, d, start0.slice());
  let iterations = 1;
  for (; iterations < maxIterations; iterations++) {
    fillEmpty(state);
    const moved = moveCentres(state);
    const changed = assign(state, moved);
    if (changed === 0 || moved.reduce((sum, by) => sum + by * by, 0) <= tolerance) break;
    if (iterations % 8 === 0) await pause();
  }
  return finish(state, iterations);
}
