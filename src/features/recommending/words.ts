import type { Translate } from '../../contract/analysis.ts';
import type { JudgingParams, OfferParams, SignalParams } from '../../contract/recommending.ts';
import type { View } from '../../contract/view.ts';
import { parseDuration } from '../../core/calendar.ts';
import { durationText } from '../../core/span-text.ts';
import type { SignalTextKey } from './texts.ts';

type Text = Translate<SignalTextKey>;

function implicitWords({ events, repeats, halfLife }: SignalParams, text: Text): string[] {
  const weights = events.map(({ event, weight }) => text('signals.weight', { event, weight }));
  const duration = durationText(halfLife, text.language);
  return [
    weights.length > 0 ? text('signals.weighted', { events: weights.join(', ') }) : text('signals.any'),
    text(`signals.repeats.${repeats}`),
    ...(parseDuration(halfLife) === null ? [] : [text('signals.halfLife', { duration })]),
  ];
}

function ratingWords({ rating }: SignalParams, isReviews: boolean, text: Text): string {
  if (isReviews) return text('signals.rating.reviews');
  return rating === '' ? text('signals.rating.value') : text('signals.rating', { property: rating });
}

/** Who and what is left out for having too little; nothing where one is enough. */
function coreWords({ minPerUser, minPerItem }: SignalParams, text: Text): string[] {
  if (minPerUser > 1 && minPerItem > 1) return [text('signals.core', { minPerUser, minPerItem })];
  if (minPerUser > 1) return [text('signals.core.users', { minPerUser })];
  return minPerItem > 1 ? [text('signals.core.items', { minPerItem })] : [];
}

const first = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** What counts as an interaction, in one sentence. `isReviews`: the ratings are those of the reviews (`readsReviews`, source.ts). */
export function definitionOf(params: SignalParams, text: Text, isReviews = false): string {
  const { feedback } = params;
  const parts = [
    ...(feedback === 'implicit' ? implicitWords(params, text) : [ratingWords(params, isReviews, text)]),
    ...coreWords(params, text),
  ];
  return first(parts.join(text('signals.join'))) + text('signals.end');
}

/** What may be offered beside “all but what was had”, in one sentence; none where nothing is set. */
export function offerWords(params: OfferParams, text: Text): string[] {
  const { inStock, categories, notCategories, notItems, perCategory, variety } = params;
  const list = (names: readonly string[]) =>
    names.map((name) => text('allowed.name', { name })).join(text('allowed.or'));
  const parts = [
    ...(inStock ? [text('allowed.inStock')] : []),
    ...(categories.length > 0 ? [text('allowed.categories', { names: list(categories) })] : []),
    ...(notCategories.length > 0 ? [text('allowed.notCategories', { names: list(notCategories) })] : []),
    ...(notItems.length > 0 ? [text('allowed.notItems', { names: list(notItems) })] : []),
    ...(perCategory > 0 ? [text('allowed.perCategory', { n: perCategory })] : []),
    ...(variety > 0 ? [text('allowed.variety', { variety })] : []),
  ];
  return parts.length > 0 ? [text('allowed.only', { rules: parts.join(text('signals.join')) })] : [];
}

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** How recommenders are judged, in words. */
export function judgingWords(params: JudgingParams & Pick<OfferParams, 'seen'>, text: Text): string {
  const { split, testShare, validationShare, repeatedSeeds: seeds, seen } = params;
  const isBare = split === 'leave-last-out' && validationShare === 0;
  const shares = { test: percent(testShare), validation: percent(validationShare) };
  const sentences = [
    isBare ? text('split.leave-last-out.bare') : text(`split.${split}`, shares),
    text('split.ranking', { seen: text(`split.seen.${seen}`) }),
    ...(seeds > 1 ? [text('split.seeds', { seeds })] : []),
  ];
  return sentences.join(text.language === 'zh' ? '' : ' ');
}

/** A table without the columns that hold nothing in any row. */
export function filled({ columns, rows }: View['table']): View['table'] {
  const kept = [...columns.keys()].filter((at) => rows.length === 0 || rows.some((row) => row[at] !== null));
  return { columns: kept.map((at) => columns[at]!), rows: rows.map((row) => kept.map((at) => row[at]!)) };
}
