import * as v from 'valibot';
import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import { estimatorOf, loadFitted } from '../catalog.ts';
import type { FitContext, Fitted, Weight } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import { widened } from './classes.ts';

/** A trained model of an ensemble, and the estimator that it came of. */
export interface Base {
  id: string;
  fitted: Fitted;
}

export const basesSchema = v.pipe(v.array(v.object({ id: v.string(), fitted: v.unknown() })), v.minLength(1));

/** Three that err in different ways, where none are named. */
export function baseIds(named: readonly string[], task: Task): readonly string[] {
  return named.length > 0 ? named : [task === 'regression' ? 'ridge' : 'logistic', 'random-forest', 'boosting'];
}

/** One estimator with its defaults. Throws what the catalogue and the estimator throw. */
export async function trainBase(
  id: string,
  task: Task,
  x: Matrix,
  y: ArrayLike<number>,
  context: FitContext,
  weights?: ArrayLike<number> | null,
): Promise<Base> {
  const estimator = await estimatorOf(id, {}, task);
  return { id, fitted: await estimator.fit(x, y, context, weights ?? undefined) };
}

/** A base model's predictions with a place for each of the ensemble's classes. */
export const predictBase = ({ fitted }: Base, x: Matrix, outputs: number): Float64Array =>
  widened(fitted.predict(x), fitted.outputs ?? 1, outputs);

/** A tree's walk beside a multiplication: so many steps, each a jump in memory. */
const WALK = 50;

/** What a prediction of all of them costs: `Fitted.cost`. */
export const costOf = (bases: readonly Base[]): number =>
  bases.reduce((sum, { fitted }) => sum + (fitted.cost ?? WALK * (fitted.ensemble?.trees.length ?? 1)), 0);

/** Refuses a matrix of other columns, or with gaps, whichever base would have borne it. */
export function assertInput(x: Matrix, names: readonly string[]): void {
  assertColumns(x, names);
  assertFinite(x);
}

/** Base models from their JSON. `model.unreadable`, `model.unknown-estimator`. */
export async function loadBases(states: v.InferOutput<typeof basesSchema>): Promise<Base[]> {
  return Promise.all(states.map(async ({ id, fitted }) => ({ id, fitted: await loadFitted(id, fitted) })));
}

/** A state that was checked; `model.unreadable` if it is none of this kind. */
export function checked<S extends v.GenericSchema>(schema: S, state: unknown, kind: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, state);
  if (!parsed.success) throw new AppError('model.unreadable', { kind });
  return parsed.output;
}

/**
 * By column, the mean over the models of its share of each model's weights, by size: scales differ between models, shares do not.
 * `shares` says how much each model counts, 1 each where left out.
 */
export function sharedWeights(
  names: readonly string[],
  bases: readonly Base[],
  shares: readonly number[] = [],
): Weight[] {
  const totals = new Map(names.map((name) => [name, 0]));
  const all = bases.reduce((sum, _, at) => sum + (shares[at] ?? 1), 0);
  bases.forEach(({ fitted }, at) => {
    const weights = fitted.explain();
    const sum = weights.reduce((total, { weight }) => total + Math.abs(weight), 0);
    if (!(sum > 0) || !(all > 0)) return;
    for (const { feature, weight } of weights) {
      const part = ((shares[at] ?? 1) / all) * (Math.abs(weight) / sum);
      totals.set(feature, (totals.get(feature) ?? 0) + part);
    }
  });
  return [...totals].map(([feature, weight]) => ({ feature, weight })).sort((a, b) => b.weight - a.weight);
}
