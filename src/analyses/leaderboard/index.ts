import { defineAnalysis } from '../../contract/analysis.ts';
import { learningQueries } from '../../features/learning/queries.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Which model, with which settings, does best: README.md says how it is looked for, and when a winner is called. */
export default defineAnalysis({
  id: 'leaderboard',
  group: 'prediction',
  version: 1,
  requires: [],
  cost: 'dear',
  params,
  queries: learningQueries,
  views,
  texts,
});
