import type { Translate } from '../../contract/analysis.ts';
import { definitionOf, judgingWords, offerWords } from '../../features/recommending/words.ts';
import type { RecommendResult } from './result.ts';
import type { TextKey } from './texts.ts';

export type Text = Translate<TextKey>;

/** Sentences of one paragraph, as each language sets them. */
export const joined = (sentences: readonly string[], text: Text): string =>
  sentences.join(text.language === 'zh' ? '' : ' ');

export const percent = (share: number | null): number => Math.round((share ?? 0) * 1000) / 10;

/** Below this a figure is what rounding left of zero. */
const NOTHING = 1e-9;

/** Three decimals: more is never known of a rate; what they would make zero keeps its sign and first digit. */
export function three(value: number | null): number {
  const given = value ?? 0;
  if (Math.abs(given) < NOTHING) return 0;
  return Math.round(given * 1000) / 1000 || Number(given.toPrecision(1));
}

export const algorithmName = (algorithm: string, text: Text): string =>
  text(`option.algorithm.${algorithm}` as TextKey);

export const listText = (names: readonly string[], text: Text): string =>
  new Intl.ListFormat(text.language === 'zh' ? 'zh-CN' : 'en-GB').format(names);

const dayOf = (ms: number, zone: string, text: Text): string =>
  new Intl.DateTimeFormat(text.language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: zone },
  }).format(ms);

/** What all views stand on. */
export function definitionText(result: RecommendResult, text: Text): string {
  const { split, seed, definition, zone, isReviews } = result;
  const cutoff = split.cutoff === null ? [] : [`${dayOf(split.cutoff, zone, text)} (${zone})`];
  const sentences = [
    definitionOf(definition, text, isReviews),
    judgingWords(definition, text),
    ...cutoff.map((moment) => text('definition.cutoff', { moment })),
    text('definition.seed', { seed, train: split.train, test: split.test }),
  ];
  return joined(sentences, text);
}

/** What the lists stand on: besides, the rules for what may be offered. */
export const listsDefinition = (result: RecommendResult, text: Text): string =>
  joined([definitionText(result, text), ...offerWords(result.definition, text)], text);

const FEW = 100;
/** From here on those who had nothing weigh on the means. */
const MANY_NEW = 0.1;

/** Whether the recommender asked for is shown to be better than popularity. */
export const isBetter = ({ rows, algorithm }: RecommendResult): boolean =>
  (rows.find((row) => row.algorithm === algorithm)?.toPopularity?.low ?? 0) > 0;

/** What a careful reader of the judgement should know. */
export function cautions(result: RecommendResult, text: Text): string[] {
  const { rows, algorithm, split, definition, popularity } = result;
  const own = rows.find((row) => row.algorithm === algorithm)!;
  const fresh = own.segments.find(({ name }) => name === 'new')?.users ?? 0;
  const nobodyBeats = popularity.ndcg !== null && rows.every((row) => (row.toPopularity?.low ?? 0) <= 0);
  return [
    text('caution.shown'),
    ...(own.users < FEW ? [text('caution.few', { users: own.users })] : []),
    ...(split.repeats === 1 ? [text('caution.one-split')] : []),
    ...(definition.split === 'random' ? [text('caution.random')] : []),
    ...(fresh > MANY_NEW * own.users ? [text('caution.new', { share: percent(fresh / own.users) })] : []),
    ...(nobodyBeats && rows.length > 1 ? [text('caution.popularity-tie')] : []),
  ];
}
