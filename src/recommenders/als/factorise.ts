import { seededRandom } from '../../core/random.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { Kernel } from '../../models/kernel.ts';
import { layOut, newKernel } from '../../models/kernel.ts';
import type { Interactions } from '../data.ts';
import { byItem } from '../factors/by-item.ts';
import build from './kernels/half-step.as.ts?kernel';

/** The hyperparameters of the recommender `als`. */
export interface AlsParams {
  factors: number;
  iterations: number;
  regularisation: number;
  /** Confidence in an interaction of weight w: 1 + α w. */
  alpha: number;
  cgSteps: number;
}

interface HalfStepKernel extends Kernel {
  gram(y: number, rows: number, width: number, regularisation: number, out: number): void;
  solve(
    from: number,
    to: number,
    offsets: number,
    index: number,
    weight: number,
    gram: number,
    y: number,
    x: number,
    width: number,
    steps: number,
    scratch: number,
  ): void;
}

/** Users or items in the kernel's memory: addresses of its factors and of its entries with the other side. */
interface Side {
  rows: number;
  factors: number;
  offsets: number;
  index: number;
  weight: number;
  /** The same offsets, for the caller. */
  ends: Uint32Array;
}

interface Workspace {
  kernel: HalfStepKernel;
  width: number;
  users: Side;
  items: Side;
  gram: number;
  scratch: number;
}

/** Largest start of a factor: small against what they become, as in Ben Frederickson's `implicit`. */
const START = 0.01;

/** Entries and rows that are worked on between two looks at a cancel: a few hundredths of a second. */
const ENTRIES = 100_000;
const ROWS = 5_000;

const LANES = 4;

function setStart(factors: Float32Array, width: number, used: number, random: () => number): void {
  for (let at = 0; at < factors.length; at += width) {
    for (let k = 0; k < used; k += 1) factors[at + k] = random() * START;
  }
}

/** Lays the problem out in a new kernel's memory, factors at their random start. */
async function workspaceOf(interactions: Interactions, params: AlsParams, seed: number): Promise<Workspace> {
  const { users, items, offsets, item, weight } = interactions;
  const turned = byItem(interactions);
  const width = Math.ceil(params.factors / LANES) * LANES;
  const kernel = await newKernel<HalfStepKernel>(build);
  const row = 4 * width;
  const sizes = [users * row, items * row, 4 * (users + 1), 4 * (items + 1), ...Array<number>(4).fill(4 * item.length)];
  const places = layOut(kernel, [...sizes, width * row, 3 * row]);
  const [x, y, xOffsets, yOffsets, xIndex, yIndex, xWeight, yWeight, gram, scratch] = places as [
    ...[number, number, number, number, number],
    ...[number, number, number, number, number],
  ];
  const { buffer } = kernel.memory;
  const random = seededRandom(seed);
  setStart(new Float32Array(buffer, x, users * width), width, params.factors, random);
  setStart(new Float32Array(buffer, y, items * width), width, params.factors, random);
  const put = (
    rows: number,
    factors: number,
    at: [number, number, number],
    lists: [Uint32Array, Int32Array, Float64Array],
  ) => {
    new Uint32Array(buffer, at[0], lists[0].length).set(lists[0]);
    new Uint32Array(buffer, at[1], lists[1].length).set(lists[1]);
    const confidence = new Float32Array(buffer, at[2], lists[2].length);
    lists[2].forEach((value, entry) => (confidence[entry] = params.alpha * value));
    return { rows, factors, offsets: at[0], index: at[1], weight: at[2], ends: lists[0] };
  };
  return {
    ...{ kernel, width, gram, scratch },
    users: put(users, x, [xOffsets, xIndex, xWeight], [offsets, item, weight]),
    items: put(items, y, [yOffsets, yIndex, yWeight], [turned.offsets, turned.user, turned.weight]),
  };
}

/** The row up to which the next part goes. */
function partEnd({ rows, ends }: Side, from: number): number {
  let to = from + 1;
  while (to < rows && to - from < ROWS && ends[to + 1]! - ends[from]! <= ENTRIES) to += 1;
  return Math.min(to, rows);
}

/** All of one side anew, the other one held. */
async function halfStep(
  { kernel, width, gram, scratch }: Workspace,
  side: Side,
  other: Side,
  { regularisation, cgSteps }: AlsParams,
  step: (share: number) => Promise<void>,
): Promise<void> {
  kernel.gram(other.factors, other.rows, width, regularisation, gram);
  for (let from = 0; from < side.rows;) {
    const to = partEnd(side, from);
    kernel.solve(
      ...([from, to, side.offsets, side.index, side.weight, gram] as const),
      ...([other.factors, side.factors, width, cgSteps, scratch] as const),
    );
    from = to;
    await step(to / side.rows);
  }
}

/** The factors of one side without the filling. */
function factorsOf({ kernel, width }: Workspace, { factors, rows }: Side, used: number): Float32Array {
  const padded = new Float32Array(kernel.memory.buffer, factors, rows * width);
  const own = new Float32Array(rows * used);
  for (let row = 0; row < rows; row += 1) own.set(padded.subarray(row * width, row * width + used), row * used);
  return own;
}

/** User and item factors, row after row of `factors` numbers. */
export interface Factorisation {
  users: Float32Array;
  items: Float32Array;
}

/**
 * Matrix factorisation of implicit data (Hu, Koren & Volinsky 2008): the least Σ c (p − x·y)² + λ (Σ‖x‖² + Σ‖y‖²) over all pairs of
 * user and item, p = 1 and c = 1 + α w where there was an interaction, else p = 0 and c = 1; by alternating least squares with a
 * few steps of conjugate gradient for each row (Takács, Pilászy & Tikk 2011).
 */
export async function factorise(
  interactions: Interactions,
  params: AlsParams,
  context: Pick<FitContext, 'seed' | 'step'>,
): Promise<Factorisation> {
  const space = await workspaceOf(interactions, params, context.seed);
  const halves = 2 * params.iterations;
  for (let half = 0; half < halves; half += 1) {
    const [side, other] = half % 2 === 0 ? [space.users, space.items] : [space.items, space.users];
    await halfStep(space, side, other, params, (share) => context.step((half + share) / halves));
  }
  const of = (side: Side) => factorsOf(space, side, params.factors);
  return { users: of(space.users), items: of(space.items) };
}
