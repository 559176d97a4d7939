import type { NamedItem, Reason } from '../../core/recommendation-reason.ts';
import type { Catalogue, LearningData, Profile } from '../data.ts';
import { countsOf } from '../popular.ts';
import type { FittedRecommender, Ranked } from '../recommender.ts';

/** What two items have in common, the weightiest first. */
export type Overlap = (a: number, b: number) => readonly { term: string; weight: number }[];

/** So many names are enough to believe it. */
const MOST = 3;
/** Neighbours of an item among which those of the profile are looked for. */
const NEAR = 100;
/** Items of the profile, the last ones, whose content is compared. */
const COMPARED = 50;

const counted = new WeakMap<LearningData, Float64Array>();

/** How many users had each item; counted once. */
export function usersOfItems(data: LearningData): Float64Array {
  const counts = counted.get(data) ?? countsOf(data.interactions);
  counted.set(data, counts);
  return counts;
}

export const namedItem = ({ ids, title }: Catalogue, item: number): NamedItem => ({
  item: ids[item]!,
  title: title?.[item] ?? null,
});

/** The items of the profile that stand close to this one. */
function neighbours(fitted: FittedRecommender, { items }: Profile, item: number): number[] {
  const own = new Set(items);
  const near: readonly Ranked[] = fitted.similar?.(item, NEAR) ?? [];
  return near.flatMap((each) => (own.has(each.item) ? [each.item] : [])).slice(0, MOST);
}

/** The item of the profile that shares most with this one, and what. */
function sharing(
  { history, items }: Profile,
  item: number,
  overlap: Overlap,
): { item: number; terms: string[] } | null {
  const compared = [...new Set(history.length > 0 ? [...history].reverse() : items)].slice(0, COMPARED);
  const weightOf = (terms: ReturnType<Overlap>) => terms.reduce((sum, { weight }) => sum + weight, 0);
  const found = compared.flatMap((other) => {
    const terms = other === item ? [] : overlap(item, other);
    return terms.length > 0 ? [{ other, terms, weight: weightOf(terms) }] : [];
  });
  const [best] = found.sort((a, b) => b.weight - a.weight || a.other - b.other);
  return best ? { item: best.other, terms: best.terms.slice(0, MOST).map(({ term }) => term) } : null;
}

/**
 * Reasons for what this recommender offers, by profile and item. The model's own word comes first (`because`), then neighbours, then
 * what the contents share; somebody of whom it knows nothing is offered what is popular.
 */
export function reasonsOf(
  fitted: FittedRecommender,
  data: LearningData,
  overlap?: Overlap,
): (profile: Profile, item: number, score?: number) => Reason {
  const counts = usersOfItems(data);
  return (profile, item, score) => {
    const reason = (kind: Reason['kind'], items: readonly number[] = [], terms: string[] = []): Reason => ({
      ...{ kind, terms, users: counts[item]! },
      items: items.map((each) => namedItem(data.catalogue, each)),
    });
    if (!fitted.knows(profile)) return reason('popular');
    const own = fitted.because?.(profile, item, MOST) ?? [];
    if (own.length > 0)
      return reason(
        'because',
        own.map((each) => each.item),
      );
    const near = neighbours(fitted, profile, item);
    if (near.length > 0) return reason('neighbours', near);
    const shared = overlap ? sharing(profile, item, overlap) : null;
    if (shared) return reason('content', [shared.item], shared.terms);
    // Of what the model says nothing of, the popular comes first.
    return reason(score === 0 ? 'popular' : 'score');
  };
}
