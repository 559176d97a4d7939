import { defineAnalysis } from '../../contract/analysis.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** How many users and days an experiment needs: README.md has the formulas. */
export default defineAnalysis({
  id: 'experiment-plan',
  group: 'experiments',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  queries,
  views,
  texts,
});
