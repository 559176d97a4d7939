import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { proportion } from './proportion.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** How deep and how long people's sessions are, and on how many days they come: README.md defines each figure. */
export default defineAnalysis({
  id: 'engagement',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  queries,
  views,
  proportion,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
