import type { Compute } from '../../contract/analysis.ts';
import { strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { itemFinder, itemsNamed } from '../../core/item-names.ts';
import type { Completion } from '../../models/baskets/completion.ts';
import { completions } from '../../models/baskets/completion.ts';
import type { Catalogue } from '../../models/baskets/facts.ts';
import { aboutOf, catalogueOf, factsOf, isOnHand, ruleOf } from '../../models/baskets/facts.ts';
import type { MinedBaskets } from '../../models/baskets/held.ts';
import { minedBaskets } from '../../models/baskets/held.ts';
import { itemCounts } from '../../models/baskets/transactions.ts';
import type definition from './index.ts';
import type { CompleteBasketResult, Offer } from './result.ts';

const RULES = 5;
const NEAR = 3;

/** The codes of the items named, each once; and the names that mean none. */
function codesOf(
  given: readonly string[],
  { ids, titles }: Catalogue,
  counts: Uint32Array,
): { codes: number[]; unknown: string[] } {
  const { found, unknown } = itemsNamed(itemFinder(ids, titles, counts), given);
  return { codes: [...new Set(found)], unknown };
}

function offerOf(made: MinedBaskets, catalogue: Catalogue, fdr: number, completion: Completion): Offer {
  const rules = completion.rules.slice(0, RULES).map((n) => ruleOf(made, n, catalogue, fdr));
  return {
    ...factsOf(catalogue, made, completion.item),
    score: completion.score,
    source: completion.source,
    confidence: rules[0]?.confidence ?? null,
    lift: rules[0]?.lift ?? null,
    rules,
    near: completion.near.slice(0, NEAR).map(({ item, cosine }) => ({ item: catalogue.ids[item]!, cosine })),
  };
}

/** Completes one basket. The rules are mined once for a log and its parameters; another basket is answered from them. */
export default (async (tables, params, context): Promise<CompleteBasketResult> => {
  await context.step(0);
  const made = await minedBaskets(tables.lines, tables.items, params, (done) => context.step(0.95 * done));
  const { transactions, rules, minCount } = made;
  const about = aboutOf(tables, transactions.items.length);
  if (transactions.count === 0) throw new AppError('baskets.no-baskets', { events: about.events });
  context.ranOn({ name: 'cpu' });
  const catalogue = catalogueOf(tables.items);
  const last = strings(tables.last, 'item').map(String);
  if (params.user !== '' && last.length === 0) throw new AppError('baskets.no-basket-of', { user: params.user });
  const given = [...params.items, ...last];
  const { codes, unknown } = codesOf(given, catalogue, itemCounts(transactions));
  if (given.length > 0 && codes.length === 0) throw new AppError('baskets.unknown-items', { items: given.join(', ') });
  const isLimited = params.inStock && about.hasStock;
  const found = completions(made, codes, {
    ...{ n: params.n, fdr: params.fdr },
    allowed: (item) => !isLimited || isOnHand(catalogue, item),
  });
  return {
    basket: codes.map((code) => factsOf(catalogue, made, code)),
    unknown,
    items: found.map((completion) => offerOf(made, catalogue, params.fdr, completion)),
    transactions: transactions.count,
    ruleCount: rules.length,
    family: rules.family,
    about,
    definition: { ...params, minCountUsed: minCount },
  };
}) satisfies Compute<typeof definition>;
