import type { Compute } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { itemFinder } from '../../core/item-names.ts';
import type { Catalogue } from '../../models/baskets/facts.ts';
import { aboutOf, catalogueOf } from '../../models/baskets/facts.ts';
import { basketsOf } from '../../models/baskets/held.ts';
import { itemCounts } from '../../models/baskets/transactions.ts';
import { companyOf, goesWith, insteadOf, SELDOM } from './company.ts';
import type definition from './index.ts';
import { ONE_RANGE, rangeOf } from './ranges.ts';
import type { ItemFacts, ItemPageResult } from './result.ts';

/** '': the item in most baskets. Throws `item-page.unknown`. */
function itemNamed(wanted: string, { ids, titles }: Catalogue, counts: ArrayLike<number>): number {
  const name = wanted.trim();
  if (name === '' && ids.length > 0) {
    let most = 0;
    for (let item = 1; item < ids.length; item++) if (counts[item]! > counts[most]!) most = item;
    return most;
  }
  const found = itemFinder(ids, titles, counts)(name);
  if (found === undefined) throw new AppError('item-page.unknown', { item: wanted });
  return found;
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** What goes with the item and what is taken instead. Throws `item-page.unknown`, `baskets.no-baskets`. */
export default (async (tables, params, context): Promise<ItemPageResult> => {
  await context.step(0);
  const transactions = basketsOf(tables.lines, tables.items);
  const about = aboutOf(tables, transactions.items.length);
  if (transactions.count === 0) throw new AppError('baskets.no-baskets', { events: about.events });
  const catalogue = catalogueOf(tables.items);
  const counts = itemCounts(transactions);
  const item = itemNamed(params.item, catalogue, counts);
  await context.step(0.2);
  const company = companyOf(transactions, item);
  const range = await rangeOf(item, catalogue.titles, () => context.step(0.2));
  const instead = await insteadOf(transactions, company, { ...params, range }, (share) =>
    context.step(0.2 + 0.7 * share),
  );
  const factsOf = (code: number): ItemFacts => ({
    item: catalogue.ids[code]!,
    title: catalogue.titles[code] ?? catalogue.ids[code]!,
    price: known(catalogue.prices[code]!),
    onHand: known(catalogue.onHand[code]!),
    baskets: counts[code]!,
  });
  const owner = strings(tables.owners, 'item').indexOf(catalogue.ids[item]!);
  const owned = (name: string) => numbers(tables.owners, name)[owner] ?? 0;
  const result: ItemPageResult = {
    item: { ...factsOf(item), users: owned('users'), repeated: owned('repeated') },
    baskets: transactions.count,
    goesWith: goesWith(company, params.least, params.n).map(({ item: code, together, lift, q }) => ({
      ...factsOf(code),
      ...{ together, lift, q, confidence: together / counts[item]! },
    })),
    insteadOf: instead.map(({ item: code, ...found }) => ({
      ...factsOf(code),
      ...{ ...found, range: range.get(code) ?? null },
    })),
    example: params.item.trim() === '',
    about,
    definition: { least: params.least, seldom: SELDOM, oneRange: ONE_RANGE },
  };
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
