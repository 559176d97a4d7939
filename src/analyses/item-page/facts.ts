import type { Table } from 'apache-arrow';
import { numbers, strings } from '../../core/columns.ts';
import type { ItemFacts } from './result.ts';

/** Every item that may stand on the page, by its key. */
export function factsOf(items: Table): Map<string, ItemFacts> {
  const text = (name: string) => strings(items, name);
  const [ids, titles, categories] = [text('item'), text('title'), text('category')];
  const [prices, baskets] = [numbers(items, 'price'), numbers(items, 'baskets')];
  return new Map(
    ids.map((id, n) => [
      String(id),
      {
        item: String(id),
        title: titles[n] ?? String(id),
        category: categories[n] ?? null,
        price: Number.isNaN(prices[n]!) ? null : prices[n]!,
        baskets: baskets[n]!,
      },
    ]),
  );
}

/** How many baskets hold two items, by the first and then the second. */
export function countsOf(pairs: Table): Map<string, Map<string, number>> {
  const [first, second, n] = [strings(pairs, 'first'), strings(pairs, 'second'), numbers(pairs, 'n')];
  const counts = new Map<string, Map<string, number>>();
  first.forEach((each, row) => {
    const of = counts.get(String(each)) ?? new Map<string, number>();
    counts.set(String(each), of.set(String(second[row]), n[row]!));
  });
  return counts;
}
