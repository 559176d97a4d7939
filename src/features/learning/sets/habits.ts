import { clock, clockOf, variety } from '../../behaviour.ts';
import { hasField } from '../../events.ts';
import type { EventFeature, FeatureContext } from '../feature.ts';
import { featureIn } from './make.ts';

/** When in the day and week, by the clock on the wall of the project's zone. */
export function clockSet({ data, sql }: FeatureContext): EventFeature[] {
  const { hour, weekday } = clockOf(data, sql);
  const reads = { clock_hour: hour, clock_day: weekday };
  return clock({ hour: 'clock_hour', weekday: 'clock_day' }).map((part) => featureIn('clock')({ ...part, reads }));
}

const KINDS: Record<string, string> = { eventNames: 'event_names' };

/** The category that the items' table gives an event's item; one each. */
const category = (items: string): string =>
  `(SELECT min(known_category) FROM (SELECT "item" AS known_item, "category" AS known_category FROM ${items}) AS known WHERE known_item = "item")`;

/** How many different items, categories and kinds of events. */
export function varietySet({ data, sql }: FeatureContext): EventFeature[] {
  const make = featureIn('variety');
  const counted = variety(data).map((part) => make({ ...part, kind: KINDS[part.kind] ?? part.kind }));
  const hasCategory = hasField(data, 'item') && data.views.items?.includes('category');
  if (!hasCategory) return counted;
  const reads = { item_category: category(sql.view('items')) };
  return [...counted, make({ kind: 'categories', expression: 'count(DISTINCT item_category)', skewed: true, reads })];
}
