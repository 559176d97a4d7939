import type { Comparison, EventPattern, Property, PropertyFilter } from '../contract/population.ts';

/** Event patterns as the forms edit them: what a parameter holds, whole, and back to its shortest form. */

export interface Pattern {
  events: readonly string[];
  where: readonly PropertyFilter[];
}

export interface Step extends Pattern {
  optional: boolean;
  within: string;
  name: string;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A pattern whole; an empty name is any event. */
export function patternOf(value: unknown): Pattern {
  if (typeof value === 'string') return { events: value === '' ? [] : [value], where: [] };
  const { events, where } = record(value);
  return {
    events: Array.isArray(events) ? events.map(String) : [],
    where: Array.isArray(where) ? (where as PropertyFilter[]) : [],
  };
}

/** A name where nothing more is said. */
export const plainPattern = ({ events, where }: Pattern): string | EventPattern =>
  where.length === 0 && events.length <= 1 ? (events[0] ?? '') : { events, where };

/** A step whole. */
export function stepOf(value: unknown): Step {
  const { optional, within, name } = record(value);
  const text = (part: unknown) => (typeof part === 'string' ? part : '');
  return { ...patternOf(value), optional: optional === true, within: text(within), name: text(name) };
}

/** A name where nothing more is said, and else only what is said. */
export function plainStep({ events, where, optional, within, name }: Step): string | Record<string, unknown> {
  const isPlain = events.length === 1 && where.length === 0 && !optional && within === '' && name === '';
  if (isPlain) return events[0]!;
  return {
    events,
    ...(where.length > 0 && { where }),
    ...(optional && { optional }),
    ...(within !== '' && { within }),
    ...(name !== '' && { name }),
  };
}

const ORDERED: readonly Comparison[] = ['greater', 'atLeast', 'less', 'atMost'];
const PRESENCE: readonly Comparison[] = ['isSet', 'isNotSet'];

/** How a property of a kind can be compared. */
export function comparisonsOf(kind: Property['kind']): readonly Comparison[] {
  if (kind === 'text') return ['is', 'isNot', 'contains', 'notContains', ...PRESENCE];
  if (kind === 'boolean') return ['is', 'isNot', ...PRESENCE];
  return kind === 'time' ? [...ORDERED, ...PRESENCE] : ['is', 'isNot', ...ORDERED, ...PRESENCE];
}

/** How many values a comparison takes. */
export function valuesTaken(comparison: Comparison): 'none' | 'one' | 'several' {
  if (PRESENCE.includes(comparison)) return 'none';
  return ORDERED.includes(comparison) ? 'one' : 'several';
}

/** A typed value as the property's kind has it; as typed where it is none. */
export function typedValue(text: string, kind: Property['kind'] | undefined): string | number {
  const number = text.trim() === '' ? NaN : Number(text);
  return kind === 'number' && Number.isFinite(number) ? number : text;
}

/** A new filter on a property: the first comparison of its kind, without a value yet. */
export const newFilter = ({ name, kind }: Property): PropertyFilter => ({
  property: name,
  is: comparisonsOf(kind)[0]!,
  values: [],
});

/** Says nothing yet: a comparison that still waits for its value. */
export const isOpen = ({ is, values = [] }: PropertyFilter): boolean =>
  valuesTaken(is) !== 'none' && values.length === 0;
