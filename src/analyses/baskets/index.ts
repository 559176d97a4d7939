import { defineAnalysis } from '../../contract/analysis.ts';
import { basketQueries } from '../../features/baskets/queries.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** What is bought together, beyond chance: sets, rules, and the offers they make. README.md defines each figure. */
export default defineAnalysis({
  id: 'baskets',
  group: 'recommendation',
  version: 1,
  requires: ['events.item'],
  cost: 'dear',
  params,
  queries: basketQueries,
  views,
  members,
  texts,
});
