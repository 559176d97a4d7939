import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData } from '../data.ts';
import { similarities } from '../neighbours/vectors.ts';
import { assertInteractions } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import { packedDoubles, packedFloats, size } from '../state.ts';
import { FittedUserNeighbours, KIND } from './fitted.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const stateSchema = v.object({
  kind: v.literal(KIND),
  similarity: v.picklist(similarities),
  k: v.pipe(size, v.minValue(1)),
  shrinkage: v.number(),
  users: size,
  items: size,
  offsets: packedDoubles,
  column: packedFloats,
  value: packedDoubles,
});

async function fit({ interactions, ...data }: LearningData, params: Params, context: FitContext) {
  assertInteractions({ interactions, ...data });
  await context.step(0);
  const { users: rows, items: columns, offsets, item: column, weight: value } = interactions;
  const fitted = new FittedUserNeighbours({ ...params, had: { rows, columns, offsets, column, value } });
  await context.step(1);
  context.ranOn({ name: 'cpu' });
  return fitted;
}

function isWhole({ users, items, offsets, column, value }: v.InferOutput<typeof stateSchema>): boolean {
  const ascending = offsets.every((offset, at) => at === 0 || offset >= offsets[at - 1]!);
  const lengths = offsets.length === users + 1 && column.length === value.length && offsets[users] === value.length;
  return ascending && lengths && offsets[0] === 0 && column.every((item) => item >= 0 && item < items);
}

function load(state: unknown): FittedUserNeighbours {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || !isWhole(parsed.output)) throw new AppError('model.unreadable', { kind: KIND });
  const { similarity, k, shrinkage, users: rows, items: columns, value, ...places } = parsed.output;
  const [offsets, column] = [Uint32Array.from(places.offsets), Int32Array.from(places.column)];
  return new FittedUserNeighbours({ similarity, k, shrinkage, had: { rows, columns, offsets, column, value } });
}

/** Neighbours of users (Resnick et al. 1994; Herlocker et al. 1999): a score is the sum of the similarities of those who had the item. */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load,
} satisfies RecommenderMaker;
