/** What says which item a name means, by number; undefined where it is none. */
export type ItemFinder = (name: string) => number | undefined;

type Titles = readonly (string | null)[];

/** A name as it is compared where case and blanks around it say nothing. */
export const plainName = (name: string): string => name.trim().toLowerCase();

const made = new WeakMap<readonly string[], { titles: Titles; find: ItemFinder }>();

/**
 * Items by what people may call them: the key as it is, then the key and the title however they are written; the first of several. Made
 * once for a list of keys.
 */
export function itemFinder(ids: readonly string[], titles: Titles = []): ItemFinder {
  const known = made.get(ids);
  if (known?.titles === titles) return known.find;
  const exact = new Map<string, number>();
  const loose = new Map<string, number>();
  const add = (names: Map<string, number>, name: string, item: number) => names.has(name) || names.set(name, item);
  ids.forEach((id, item) => add(exact, id, item));
  ids.forEach((id, item) => add(loose, plainName(id), item));
  titles.forEach((title, item) => title !== null && add(loose, plainName(title), item));
  const find: ItemFinder = (name) => exact.get(name.trim()) ?? loose.get(plainName(name));
  made.set(ids, { titles, find });
  return find;
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
