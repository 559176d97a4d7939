import type { NamedItem } from './recommendation-reason.ts';

/** What says which item a name means, by number; undefined where it is none. */
export type ItemFinder = (name: string) => number | undefined;

type Titles = readonly (string | null)[];

/** A name as it is compared where case and blanks around it say nothing. */
export const plainName = (name: string): string => name.trim().toLowerCase();

interface Made {
  titles: Titles;
  counts: ArrayLike<number>;
  find: ItemFinder;
}

const made = new WeakMap<readonly string[], Made>();

/** The items of each title, as it is compared: of several the one that was had most, the first of equals. */
function byTitle(titles: Titles, counts: ArrayLike<number>): Map<string, number> {
  const best = new Map<string, number>();
  titles.forEach((title, item) => {
    if (title === null) return;
    const name = plainName(title);
    const known = best.get(name);
    if (known === undefined || (counts[item] ?? 0) > (counts[known] ?? 0)) best.set(name, item);
  });
  return best;
}

/**
 * Items by what people may call them: the key as it is, then the key however it is written (the first of several), then the title: of several
 * items with one title the one that most had, by `counts` of each item. Made once for a list of keys.
 */
export function itemFinder(
  ids: readonly string[],
  titles: Titles = [],
  counts: ArrayLike<number> = new Uint32Array(),
): ItemFinder {
  const known = made.get(ids);
  if (known?.titles === titles && known.counts === counts) return known.find;
  const exact = new Map<string, number>();
  const loose = new Map<string, number>();
  const add = (names: Map<string, number>, name: string, item: number) => names.has(name) || names.set(name, item);
  ids.forEach((id, item) => add(exact, id, item));
  ids.forEach((id, item) => add(loose, plainName(id), item));
  const titled = byTitle(titles, counts);
  const find: ItemFinder = (name) =>
    exact.get(name.trim()) ?? loose.get(plainName(name)) ?? titled.get(plainName(name));
  made.set(ids, { titles, counts, find });
  return find;
}

/** On one line: a name may have been written on several. */
const onOneLine = (name: string): string => name.replace(/\s+/g, ' ').trim() || name;

/** Items by their titles; where another one of them has the same, or there is none, by the key as well. On one line each. */
export function namesOf(items: readonly NamedItem[]): (item: string) => string {
  const firstOf = new Map<string, string>();
  const shared = new Set<string>();
  for (const { item, title } of items) {
    if (!title) continue;
    const first = firstOf.get(title) ?? item;
    firstOf.set(title, first);
    if (first !== item) shared.add(title);
  }
  const names = new Map(
    items.map(({ item, title }) => {
      const name = !title ? item : shared.has(title) ? `${title} (${item})` : title;
      return [item, onOneLine(name)];
    }),
  );
  return (item) => names.get(item) ?? item;
}

const BETWEEN = /[\t\n\r,;，；、]/;

/**
 * The items that somebody wrote or pasted, in order, and what means none. A text that is no item by itself may be several with a comma,
 * semicolon, tab or line end between; a title that has a comma of its own is found first.
 */
export function itemsNamed(find: ItemFinder, texts: readonly string[]): { found: number[]; unknown: string[] } {
  const found: number[] = [];
  const unknown: string[] = [];
  const take = (name: string) => {
    const item = find(name);
    if (item === undefined) unknown.push(name);
    else found.push(item);
  };
  for (const text of texts) {
    const parts = find(text) === undefined ? text.split(BETWEEN).map((part) => part.trim()) : [text];
    const named = parts.filter((part) => part !== '');
    if (named.some((part) => find(part) !== undefined)) named.forEach(take);
    else take(text);
  }
  return { found, unknown };
}
