import { TermTable } from '../../recommenders/text/term-table.ts';
import { termsOf } from '../../recommenders/text/terms.ts';
import { tfidfOf } from '../../recommenders/text/tfidf.ts';

type Titles = readonly (string | null)[];
type Weights = ReturnType<typeof tfidfOf>;

/**
 * Titles of one range differ in a colour, a motif or a size: the cosine of their TF-IDF is at least this. Of the 150 commonest items of Online
 * Retail it names pairs such as cups of three colours; plates and cups of one pattern (.66) stay apart.
 */
export const ONE_RANGE = 0.7;
/** Titles between two pauses. */
const WORK = 2000;

const made = new WeakMap<Titles, Weights>();

/** TF-IDF of all titles, made once for them; an item without one has an empty row. */
async function weightsOf(titles: Titles, step: () => Promise<void>): Promise<Weights> {
  const known = made.get(titles);
  if (known) return known;
  const table = new TermTable();
  for (const [n, title] of titles.entries()) {
    table.add(title === null ? [] : termsOf(title));
    if (n % WORK === WORK - 1) await step();
  }
  const weights = tfidfOf(table.counts());
  made.set(titles, weights);
  return weights;
}

/** The words of a title that are in the other as well, as they are written; of a script without blanks the terms themselves. */
function sharedWords(title: string, other: string): string {
  const terms = new Set(termsOf(other));
  const kept = title.split(/\s+/).filter((word) => termsOf(word).every((term) => terms.has(term)));
  const isTold = kept.some((word) => termsOf(word).length > 0);
  return isTold ? kept.join(' ') : [...new Set(termsOf(title).filter((term) => terms.has(term)))].join(' ');
}

/** The items of one range with this one, by their titles, and the words that they share. */
export async function rangeOf(item: number, titles: Titles, step: () => Promise<void>): Promise<Map<number, string>> {
  const title = titles[item];
  if (!title) return new Map();
  const { columns, offsets, column, value } = await weightsOf(titles, step);
  const own = new Float64Array(columns.length);
  for (let at = offsets[item]!; at < offsets[item + 1]!; at++) own[column[at]!] = value[at]!;
  const found = new Map<number, string>();
  for (let other = 0; other < titles.length; other++) {
    let cosine = 0;
    for (let at = offsets[other]!; at < offsets[other + 1]!; at++) cosine += own[column[at]!]! * value[at]!;
    if (other !== item && cosine >= ONE_RANGE) found.set(other, sharedWords(title, titles[other]!));
  }
  return found;
}
