import * as v from 'valibot';
import { settingFault, titleOf } from '../contract/issues.ts';
import type { AnyRecommenderSpec, Feedback } from '../contract/recommender.ts';
import { AppError } from '../core/errors.ts';
import type { FittedRecommender, Recommender, RecommenderMaker } from './recommender.ts';
import { recommenderSpecs } from './specs.ts';

const makers = import.meta.glob<RecommenderMaker>('./*/recommender.ts', { import: 'default' });

function specOf(id: string): AnyRecommenderSpec {
  const spec = recommenderSpecs.get(id);
  const known = [...recommenderSpecs.keys()].join(', ');
  if (!spec) throw new AppError('recommend.unknown-algorithm', { algorithm: id, known });
  return spec;
}

const makerOf = (id: string): Promise<RecommenderMaker> => makers[`./${specOf(id).id}/recommender.ts`]!();

/** Hyperparameters filled up with their defaults. Throws `recommend.unknown-algorithm`, `recommend.unknown-parameter`, `recommend.bad-parameter`. */
export function recommenderParams(id: string, params: Record<string, unknown>): Record<string, unknown> {
  const spec = specOf(id);
  const { params: schema } = spec;
  const stranger = Object.keys(params).find((name) => !(name in schema.entries));
  if (stranger !== undefined) {
    const known = Object.keys(schema.entries).join(', ');
    throw new AppError('recommend.unknown-parameter', { ...titleOf('algorithm', spec), parameter: stranger, known });
  }
  const parsed = v.safeParse(schema, params);
  if (parsed.success) return parsed.output as Record<string, unknown>;
  throw new AppError('recommend.bad-parameter', {
    ...titleOf('algorithm', spec),
    ...settingFault(parsed.issues[0], spec),
  });
}

/** An untrained recommender by name; its code is loaded now. Throws as `recommenderParams` does, and `recommend.wrong-feedback`. */
export async function recommenderOf(
  id: string,
  params: Record<string, unknown>,
  feedback: Feedback,
): Promise<Recommender> {
  const spec = specOf(id);
  if (!spec.feedback.includes(feedback)) {
    throw new AppError('recommend.wrong-feedback', {
      ...titleOf('algorithm', spec),
      feedback,
      takes: spec.feedback.join(', '),
    });
  }
  const whole = recommenderParams(id, params);
  return (await makerOf(id)).make(whole);
}

/** A trained one from what a project kept of it. Throws `recommend.unknown-algorithm`, `model.unreadable`. */
export async function loadRecommender(kind: string, state: unknown): Promise<FittedRecommender> {
  return (await makerOf(kind)).load(state);
}
