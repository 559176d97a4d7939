import { defineAnalysis } from '../../contract/analysis.ts';
import { basketQueries, lastBasket } from '../../features/baskets/queries.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** What to add to one basket, and which rules say so. README.md defines the order. */
export default defineAnalysis({
  id: 'complete-basket',
  group: 'recommendation',
  version: 1,
  requires: ['events.item'],
  cost: 'cheap',
  params,
  queries: (params, data, sql) => ({
    ...basketQueries(params, data, sql),
    last: lastBasket(params.user, params, data, sql),
  }),
  views,
  texts,
});
