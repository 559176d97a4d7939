import type { AnyRecommenderSpec, Feedback } from '../contract/recommender.ts';
import { families } from '../contract/recommender.ts';

const folders = import.meta.glob<AnyRecommenderSpec>('./*/spec.ts', { eager: true, import: 'default' });

const rank = ({ family }: AnyRecommenderSpec): number => families.indexOf(family);

/** What is known of each recommender without loading it, simple ones first: the `spec.ts` of each folder, found without an edit. */
export const recommenderSpecs: ReadonlyMap<string, AnyRecommenderSpec> = new Map(
  Object.values(folders)
    .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id))
    .map((spec) => [spec.id, spec]),
);

export const recommendersFor = (feedback: Feedback): AnyRecommenderSpec[] =>
  [...recommenderSpecs.values()].filter((spec) => spec.feedback.includes(feedback));
