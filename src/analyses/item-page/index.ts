import { defineAnalysis } from '../../contract/analysis.ts';
import { basketLines, basketQueries } from '../../features/baskets/queries.ts';
import { members } from './members.ts';
import { basketParams, params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** One item: who has it, what goes with it and what is taken instead. README.md defines both. */
export default defineAnalysis({
  id: 'item-page',
  group: 'recommendation',
  version: 3,
  requires: ['events.item'],
  cost: 'cheap',
  params,
  queries: (given, data, sql) => {
    const asked = basketParams(given);
    return {
      ...basketQueries(asked, data, sql),
      // By item: how many users had it, and how many of them in more than one basket.
      owners: `SELECT "item" AS item, CAST(count("user") AS DOUBLE) AS users, CAST(count("user") FILTER (WHERE baskets > 1) AS DOUBLE) AS repeated
FROM (SELECT "item", "user", count(DISTINCT "key") AS baskets FROM (${basketLines(asked, data, sql)}) AS lines GROUP BY 1, 2) AS each_owner GROUP BY 1 ORDER BY 1`,
    };
  },
  views,
  members,
  texts,
});
