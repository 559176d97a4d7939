import { defineAnalysis } from '../../contract/analysis.ts';
import { recommendingQueries } from '../../features/recommending/learning-queries.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** The items as a map: what the same people have lies close together. */
export default defineAnalysis({
  id: 'item-map',
  group: 'recommendation',
  version: 2,
  requires: ['events.user', 'events.time', 'events.item'],
  cost: 'dear',
  params,
  queries: recommendingQueries,
  views,
  members,
  texts,
});
