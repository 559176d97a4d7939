import { logLoss } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import type { FitContext } from '../estimator.ts';
import type { TrainingData } from '../trainer/objective.ts';
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

/**
 * The candidate whose five-fold cross-validated log loss is least, on at most 10,000 rows drawn and split by the seed.
 * `data` is standardised. In float64 and off the device, where such small fits are quicker.
 */
export async function chooseC(data: TrainingData, context: Pick<FitContext, 'seed' | 'step'>): Promise<number> {
  const rows = shuffled(data.x.rows, context.seed).subarray(0, MAX_ROWS);
  const losses = CANDIDATES.map(() => 0);
  for (let fold = 0; fold < Math.min(FOLDS, rows.length); fold += 1) {
    const test = rowsOf(
      data,
      rows.filter((_, at) => at % FOLDS === fold),
    );
    const train = rowsOf(
      data,
      rows.filter((_, at) => at % FOLDS !== fold),
    );
    for (const [at, c] of CANDIDATES.entries()) {
      losses[at]! += test.x.rows * (await foldLoss(train, test, c, data.x.rows, () => context.step(0)));
    }
  }
  return CANDIDATES[losses.indexOf(Math.min(...losses))]!;
}
