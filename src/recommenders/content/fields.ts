import type { Catalogue, SparseRows } from '../data.ts';
import { TermTable } from '../text/term-table.ts';
import { termsOf } from '../text/terms.ts';
import { tfidfOf } from '../text/tfidf.ts';

/** What of an item is compared. */
export const fields = ['text', 'category', 'price'] as const;
export type Field = (typeof fields)[number];

/** Rows of one item each, made between pauses; `texts` is what to add for an item. */
async function weighted(
  items: number,
  termsFor: (item: number) => readonly string[],
  pause: (item: number) => Promise<void>,
): Promise<SparseRows> {
  const table = new TermTable();
  let filled = 0;
  for (let item = 0; item < items; item += 1) {
    const terms = termsFor(item);
    if (terms.length > 0) filled += 1;
    table.add(terms);
    await pause(item);
  }
  // What one item alone has connects it with none; but the only item of its kind is told by what it has.
  return tfidfOf(table.counts(Math.min(2, filled)));
}

const joined = ({ title, text }: Catalogue, item: number): string => `${title?.[item] ?? ''} ${text?.[item] ?? ''}`;

/** "Comedy|Drama" is two categories; "Food > Bread" is Food, and Food > Bread. */
export function categoriesOf(category: string | null | undefined): string[] {
  const each = (category ?? '').split(/[|;；]/).map((one) => one.split('>').map((part) => part.trim()));
  return each.flatMap((path) => path.map((_, at) => path.slice(0, at + 1).join(' > '))).filter((name) => name !== '');
}

/** Bounds between bands of about as many prices each; fewer where prices repeat. */
function boundsOf(prices: Float64Array, bands: number): number[] {
  const sorted = prices.filter(Number.isFinite).sort();
  const at = Array.from({ length: bands - 1 }, (_, n) => sorted[Math.floor(((n + 1) * sorted.length) / bands)]!);
  return [...new Set(at)].filter((bound) => bound > sorted[0]!);
}

/** Each price's band by its bounds, as "5 – 10"; the lowest band from the lowest price, the highest up to the highest. */
function priceBands(prices: Float64Array, bands: number): (price: number) => string[] {
  const known = prices.filter(Number.isFinite);
  const bounds = known.length > 0 ? boundsOf(known, bands) : [];
  if (bounds.length === 0) return () => [];
  const [least, most] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const edges = [least, ...bounds, most];
  return (price) => {
    if (!Number.isFinite(price)) return [];
    const band = bounds.filter((bound) => price >= bound).length;
    return [`${edges[band]} – ${edges[band + 1]}`];
  };
}

/** TF-IDF rows of each field that the catalogue has: words of title and text, categories, price bands. */
export async function fieldRows(
  catalogue: Catalogue,
  bands: number,
  step: (share: number) => Promise<void>,
): Promise<[Field, SparseRows][]> {
  const items = catalogue.ids.length;
  const bandOf = priceBands(catalogue.price ?? new Float64Array(0), bands);
  const found: [Field, SparseRows][] = [];
  const termsFor: Record<Field, (item: number) => string[]> = {
    text: (item) => termsOf(joined(catalogue, item)),
    category: (item) => categoriesOf(catalogue.category?.[item]),
    price: (item) => bandOf(catalogue.price?.[item] ?? NaN),
  };
  for (const [at, field] of fields.entries()) {
    const pause = async (item: number) => {
      if (item % ITEMS_A_STEP === 0) await step((at + item / items) / fields.length);
    };
    found.push([field, await weighted(items, termsFor[field], pause)]);
  }
  return found;
}

const ITEMS_A_STEP = 500;
