import * as v from 'valibot';
import { logLoss } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import type { FitContext } from '../estimator.ts';
import type { TrainingData } from '../trainer/objective.ts';
import type { Slot } from '../trainer/slot.ts';
import { nextSlot } from '../trainer/slot.ts';
import { polish } from './newton.ts';
import { linear, logisticObjective, sigmoid } from './objective.ts';

/** From strong to weak, so that among equals the stronger penalty is taken. */
export const CANDIDATES: readonly number[] = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10];
const FOLDS = 5;
/** More rows would settle the strength no better, and the penalty matters the less the more there are. */
const MAX_ROWS = 10_000;

/** The rows' numbers in random order. */
function shuffled(rows: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function rowsOf({ x, y }: TrainingData, rows: Uint32Array): TrainingData {
  const data = new Float64Array(rows.length * x.columns);
  rows.forEach((row, at) => data.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), at * x.columns));
  return { x: { ...x, data, rows: rows.length }, y: Float32Array.from(rows, (row) => y[row]!) };
}

/** Log loss on one fold of a fit to the others; the penalty is scaled so that it means on fewer rows what it will on all. */
async function foldLoss(train: TrainingData, test: TrainingData, c: number, all: number, pause: () => Promise<void>) {
  const scaled = (c * all) / train.x.rows;
  const objective = logisticObjective(train.x.columns, scaled);
  const { weights } = await polish(objective, train, objective.start, scaled, pause);
  return logLoss(
    test.y,
    Float64Array.from(test.y, (_, row) => sigmoid(linear(weights, test.x.data, row))),
  );
}

const keptSchema = v.object({
  /** How many rows were drawn. */
  rows: v.number(),
  /** How many fits are done: fold after fold, candidate after candidate. */
  fits: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** By candidate: the loss summed over the rows tested so far. */
  losses: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.length(CANDIDATES.length)),
});

type Kept = v.InferOutput<typeof keptSchema>;

/** What an earlier run kept, or the beginning. */
function begin(slot: Slot | undefined, rows: number): Kept {
  const state = slot?.read();
  const parsed = v.safeParse(keptSchema, state);
  if (parsed.success && parsed.output.rows === rows) return parsed.output;
  if (state !== undefined) slot?.drop();
  return { rows, fits: 0, losses: CANDIDATES.map(() => 0) };
}

/** The rows of one fold, and all others. */
function splitAt(data: TrainingData, rows: Uint32Array, fold: number): { test: TrainingData; train: TrainingData } {
  const part = (inFold: boolean) =>
    rowsOf(
      data,
      rows.filter((_, at) => (at % FOLDS === fold) === inFold),
    );
  return { test: part(true), train: part(false) };
}

/**
 * The candidate whose five-fold cross-validated log loss is least, on at most 10,000 rows drawn and split by the seed.
 * `data` is standardised. In float64 and off the device, where such small fits are quicker. Each fit is kept.
 */
export async function chooseC(
  data: TrainingData,
  context: Pick<FitContext, 'seed' | 'step' | 'snapshots'>,
): Promise<number> {
  const rows = shuffled(data.x.rows, context.seed).subarray(0, MAX_ROWS);
  const slot = nextSlot(context.snapshots);
  let { fits, losses } = begin(slot, rows.length);
  const all = Math.min(FOLDS, rows.length) * CANDIDATES.length;
  while (fits < all) {
    const { test, train } = splitAt(data, rows, Math.floor(fits / CANDIDATES.length));
    // The fits that are left of this fold.
    for (let at = fits % CANDIDATES.length; at < CANDIDATES.length; at += 1) {
      const loss = await foldLoss(train, test, CANDIDATES[at]!, data.x.rows, () => context.step(0));
      losses = losses.with(at, losses[at]! + test.x.rows * loss);
      fits += 1;
      slot?.write({ rows: rows.length, fits, losses } satisfies Kept, fits, fits === all);
    }
  }
  return CANDIDATES[losses.indexOf(Math.min(...losses))]!;
}
