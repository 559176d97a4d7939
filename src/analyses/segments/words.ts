import type { Translate } from '../../contract/analysis.ts';
import type { FeatureFigure, Path, Persona, SegmentsResult } from './result.ts';
import type { TextKey, texts } from './texts.ts';

export type Text = Translate<TextKey>;

/** Below this a difference is not worth a word. */
const NOTABLE = 1 / 3;
/** At most so many adjectives in a name. */
const ADJECTIVES = 2;
const SHOWN = 3;

type Trait = Extract<keyof typeof texts.en, `high.${string}`> extends `high.${infer T}` ? T : never;

/** What kind of trait a feature speaks of: of two features of one trait, the more distinctive gives the word. */
const TRAITS: Record<string, Trait> = {
  recency: 'recency',
  tenure: 'tenure',
  events: 'often',
  days: 'often',
  sessions: 'often',
  gap: 'gap',
  value: 'value',
  meanValue: 'value',
  night: 'night',
  morning: 'morning',
  afternoon: 'afternoon',
  evening: 'evening',
  weekend: 'weekend',
  items: 'variety',
  eventNames: 'variety',
};

/** The order in which adjectives stand: how often and since when, then worth and breadth, then the hour. */
const ORDER: readonly Trait[] = [
  'often',
  'recency',
  'tenure',
  'gap',
  'value',
  'variety',
  'weekend',
  'night',
  'morning',
  'afternoon',
  'evening',
];

/** Traits of which one word is enough. */
const FAMILY: Partial<Record<Trait, string>> = { night: 'hour', morning: 'hour', afternoon: 'hour', evening: 'hour' };

const notable = ({ features }: Pick<Persona, 'features'>): FeatureFigure[] =>
  features.filter(({ difference }) => Math.abs(difference) >= NOTABLE);

export const percent = (share: number | null): number => Math.round((share ?? 0) * 1000) / 10;

export const featureName = ({ kind, of }: Pick<FeatureFigure, 'kind' | 'of'>, text: Text): string =>
  text(`feature.${kind}` as TextKey, { of });

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The most distinctive traits, one of each family, as adjectives in their order. */
function adjectives(figures: readonly FeatureFigure[], text: Text): string[] {
  const chosen: { trait: Trait; word: string }[] = [];
  const seen = new Set<string>();
  for (const { kind, difference } of figures) {
    const trait = TRAITS[kind];
    if (!trait || seen.has(FAMILY[trait] ?? trait)) continue;
    seen.add(FAMILY[trait] ?? trait);
    chosen.push({ trait, word: text(`${difference > 0 ? 'high' : 'low'}.${trait}`) });
    if (chosen.length === ADJECTIVES) break;
  }
  return chosen.sort((a, b) => ORDER.indexOf(a.trait) - ORDER.indexOf(b.trait)).map(({ word }) => word);
}

/** A name made of what sets a segment apart most: two adjectives, and the event or property it has much or little of. */
export function personaName(persona: Pick<Persona, 'segment' | 'features'>, text: Text): string {
  if (persona.segment === 0) return text('segment.none');
  const figures = notable(persona);
  const words = adjectives(figures, text);
  const subject = figures.find(({ of }) => of !== '');
  if (words.length === 0 && !subject) return text('name.plain');
  if (words.length === 0)
    return text(subject!.difference > 0 ? 'name.onlyMuch' : 'name.onlyLittle', { of: subject!.of });
  const name = capital(text('name.users', { words: words.join(text.language === 'zh' ? '、' : ' ') }));
  // Only what is among the most distinctive is worth the room.
  if (!subject || figures.indexOf(subject) >= SHOWN) return name;
  return text(subject.difference > 0 ? 'name.much' : 'name.little', { name, of: subject.of });
}

/** Its number and name; everyone, where there is but one segment. */
export function personaLabel(persona: Persona, { k }: SegmentsResult, text: Text): string {
  if (k === 1 && persona.segment === 1) return text('segment.everyone');
  if (persona.segment === 0) return text('segment.none');
  return text('segment.name', { segment: persona.segment, name: personaName(persona, text) });
}

/** The differences that matter most, in words. */
export function apartWords(persona: Persona, text: Text): string {
  const figures = notable(persona).slice(0, SHOWN);
  if (figures.length === 0) return text('profile.alike');
  return figures
    .map((figure) =>
      text(figure.difference > 0 ? 'profile.high' : 'profile.low', {
        feature: featureName(figure, text),
        mean: figure.mean,
        rest: figure.restMean ?? figure.mean,
      }),
    )
    .join(text('list.join'));
}

export const pathWords = ({ events }: Path): string => events.map((event) => `“${event}”`).join(' → ');

/** The mark of a segment, with the seed that its number depends on. */
export const markOf = (segment: number, { definition }: SegmentsResult): string =>
  `segment:${segment}:${definition.seed}`;
