import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { proportion } from './proportion.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Which early behaviours go with a later goal: README.md defines the tables, the tests and the matched comparison. */
export default defineAnalysis({
  id: 'drivers',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time', 'events.event'],
  cost: 'cheap',
  params,
  queries,
  views,
  proportion,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
