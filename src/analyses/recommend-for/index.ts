import { defineAnalysis } from '../../contract/analysis.ts';
import { recommendingQueries } from '../../features/recommending/learning-queries.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** What to offer to one user or to a session, with reasons; README.md says how. */
export default defineAnalysis({
  id: 'recommend-for',
  group: 'recommendation',
  version: 1,
  requires: ['events.user|reviews.user', 'events.item|reviews.item'],
  cost: 'cheap',
  params,
  queries: recommendingQueries,
  views,
  texts,
});
