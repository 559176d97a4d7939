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

type Texts = Record<'en' | 'zh', Record<string, string>>;

/**
 * The texts that an analysis needs for parameters whose choices are recommenders (`option.<param>.<id>`), and for the settings of
 * each (`setting.<id>.<key>`): spread into its own.
 */
export function recommenderTexts(params: readonly string[], offered: readonly AnyRecommenderSpec[]): Texts {
  const inLanguage = (language: 'en' | 'zh') =>
    Object.fromEntries(
      offered.flatMap((spec) => {
        const texts = Object.entries(spec.texts[language] as Record<string, string>);
        return [
          ...params.map((param) => [`option.${param}.${spec.id}`, spec.texts[language].title]),
          ...texts.map(([key, text]) => [`setting.${spec.id}.${key}`, text]),
        ];
      }),
    );
  return { en: inLanguage('en'), zh: inLanguage('zh') };
}
