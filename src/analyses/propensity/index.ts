import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Will a user do it within the horizon? README.md defines features, label, cutoffs and metrics. */
export default defineAnalysis({
  id: 'propensity',
  group: 'prediction',
  version: 2,
  requires: ['events.user', 'events.time'],
  cost: 'dear',
  params,
  queries,
  views,
  members,
  texts,
});
