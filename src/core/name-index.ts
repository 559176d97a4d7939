import { plainName } from './item-names.ts';

/** Something that people may name by its key or its title, and how often it is met. */
export interface Named {
  key: string;
  title: string | null;
  often: number;
}

/** `name` means it and nothing else: its title, or its key where the title is another's too. */
export interface KnownName extends Named {
  name: string;
}

/** Finds what has all of some words in its key or title. */
export type NameSearch = (words: string, most: number) => KnownName[];

/** As it is compared: full-width signs are those that a keyboard has. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const count = <T>(values: readonly T[]): Map<T, number> => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

/** The names that mean one of them each. Written on several lines or with a blank around it, a title would not be found again. */
function unmistakable(all: readonly Named[]): KnownName[] {
  const borne = count(all.flatMap(({ key, title }) => [plainName(key), ...(title ? [plainName(title)] : [])]));
  return all.map((each) => {
    const { key, title } = each;
    const isOwn = title !== null && /^\S(.*\S)?$/.test(title) && borne.get(plainName(title)) === 1;
    return { ...each, name: isOwn ? title : key };
  });
}

const EXACT = 0;
const BEGINS = 1;
const HOLDS = 2;

/** How well a text of key and title answers: `wanted` is whole, `words` are its parts. */
function standing(key: string, title: string, wanted: string, words: readonly string[]): number | undefined {
  if (key === wanted || title === wanted) return EXACT;
  if (key.startsWith(wanted) || title.startsWith(wanted)) return BEGINS;
  return words.every((word) => title.includes(word) || key.includes(word)) ? HOLDS : undefined;
}

/**
 * Names to be searched while somebody types: what is called so, then what begins so, then what holds all the words; the order given (the commonest
 * first) within each. One pass over all names: a few milliseconds for 100,000.
 */
export function nameSearch(all: readonly Named[]): NameSearch {
  const known = unmistakable(all);
  const keys = all.map(({ key }) => folded(key));
  const titles = all.map(({ title }) => folded(title ?? ''));
  return (typed, most) => {
    const wanted = folded(typed).trim();
    const words = wanted.split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) return known.slice(0, most);
    const found: KnownName[][] = [[], [], []];
    for (let n = 0; n < known.length; n++) {
      const place = standing(keys[n]!, titles[n]!, wanted, words);
      if (place !== undefined && found[place]!.length < most) found[place]!.push(known[n]!);
    }
    return found.flat().slice(0, most);
  };
}
