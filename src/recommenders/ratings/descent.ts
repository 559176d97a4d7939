import type { Random } from '../../core/random.ts';
import { seededRandom } from '../../core/random.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { Interactions } from '../data.ts';
import { meanOf } from './baselines.ts';
import type { BiasedFactors, DescentParams, Rated } from './biased-factors.ts';
import { addImplicit, passOver } from './biased-factors.ts';

/** The hyperparameters of SVD and SVD++. */
export interface FactorParams extends DescentParams {
  factors: number;
  epochs: number;
}

/** The spread of the factors' normal start: Surprise's `init_std_dev`. */
const START = 0.1;

/** Ratings between two looks at a cancel: a few hundredths of a second at a hundred factors. */
const RATINGS = 50_000;

/** Normal numbers two at a time (Box & Muller 1958). */
function normals(length: number, spread: number, random: Random): Float64Array {
  const numbers = new Float64Array(length);
  for (let at = 0; at < length; at += 2) {
    const radius = spread * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    numbers[at] = radius * Math.cos(angle);
    if (at + 1 < length) numbers[at + 1] = radius * Math.sin(angle);
  }
  return numbers;
}

/** Biases 0, factors small and random. */
export function startOf(interactions: Interactions, width: number, seed: number, implicit: boolean): BiasedFactors {
  const { users, items } = interactions;
  const random = seededRandom(seed);
  return {
    ...{ width, mean: meanOf(interactions) },
    userBias: new Float64Array(users),
    itemBias: new Float64Array(items),
    users: normals(users * width, START, random),
    items: normals(items * width, START, random),
    implicit: implicit ? normals(items * width, START, random) : null,
  };
}

/** The ratings of one user of the data. */
export function ratedBy({ offsets, item, weight }: Interactions, user: number): Rated {
  const [from, to] = [offsets[user]!, offsets[user + 1]!];
  return { items: item.subarray(from, to), ratings: weight.subarray(from, to) };
}

/** Some passes over all ratings, user by user, from where the model is; it is changed. */
export async function descend(
  model: BiasedFactors,
  interactions: Interactions,
  params: Omit<FactorParams, 'factors'>,
  step: FitContext['step'],
): Promise<void> {
  const { users, offsets, item } = interactions;
  const person = { bias: model.userBias, factors: model.users };
  const all = params.epochs * item.length;
  for (let epoch = 0; epoch < params.epochs; epoch += 1) {
    for (let user = 0, since = 0; user < users; user += 1) {
      passOver(model, ratedBy(interactions, user), params, { ...person, user });
      if (offsets[user + 1]! - since < RATINGS && user + 1 < users) continue;
      since = offsets[user + 1]!;
      await step((epoch * item.length + since) / all);
    }
  }
}

/** Somebody as the model sees him: what he gives above others, and a vector to multiply with an item's. */
export interface Place {
  bias: number;
  vector: Float64Array;
}

/** Where somebody new stands: as many passes as a training makes over his own ratings, the items held, from the middle. */
export function placeOf(model: BiasedFactors, rated: Rated, params: FactorParams): Place {
  const { width, implicit } = model;
  const bias = new Float64Array(1);
  const factors = new Float64Array(width);
  for (let epoch = 0; epoch < params.epochs; epoch += 1) {
    passOver(model, rated, params, { bias, factors, user: 0 }, true);
  }
  if (implicit) addImplicit(implicit, rated.items, width, factors);
  return { bias: bias[0]!, vector: factors };
}

/** What the trained users multiply an item's factors with: their own, and in SVD++ what they rated, row after row. */
export function userVectors(model: BiasedFactors, interactions: Interactions): Float64Array {
  const { width, implicit, users } = model;
  const vectors = users.slice();
  if (!implicit) return vectors;
  for (let user = 0; user < interactions.users; user += 1) {
    const { items } = ratedBy(interactions, user);
    addImplicit(implicit, items, width, vectors.subarray(user * width, (user + 1) * width));
  }
  return vectors;
}
