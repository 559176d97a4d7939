import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Where users are, step by step around an event, and how two groups differ in it: README.md defines each figure. */
export default defineAnalysis({
  id: 'step-matrix',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time', 'events.event'],
  cost: 'cheap',
  params,
  queries,
  views,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
