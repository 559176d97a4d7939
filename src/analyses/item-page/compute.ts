import type { Compute } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { goesWith, insteadOf } from './company.ts';
import { countsOf, factsOf } from './facts.ts';
import type definition from './index.ts';
import type { ItemPageResult } from './result.ts';

/** What goes with the item and what is taken instead. Throws `item-page.unknown`. */
export default (async ({ items, pairs, about }, params, context): Promise<ItemPageResult> => {
  await context.step(0);
  if (about.numRows === 0) throw new AppError('item-page.unknown', { item: params.item });
  const of = (name: string) => numbers(about, name)[0]!;
  const facts = factsOf(items);
  const item = facts.get(strings(about, 'item')[0]!)!;
  const company = countsOf(pairs);
  await context.step(0.5);
  // Counted from the other's side: what each item has together with the one of the page.
  const together = new Map(
    [...company].flatMap(([id, counts]) => (counts.has(item.item) ? [[id, counts.get(item.item)!]] : [])),
  );
  const counted = { item, total: of('baskets'), facts, together, company, least: params.least };
  const result: ItemPageResult = {
    item: { ...item, users: of('users'), events: of('events'), repeated: of('repeated') },
    baskets: of('baskets'),
    goesWith: goesWith(counted, params.n),
    insteadOf: insteadOf(counted, params.n),
    example: params.item.trim() === '',
    definition: {
      basket: params.basket,
      mapped: of('mapped') === 1,
      gapMinutes: of('gap'),
      zone: strings(about, 'zone')[0]!,
      least: params.least,
    },
  };
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
