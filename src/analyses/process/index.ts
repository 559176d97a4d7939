import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** The log as a process: what follows what, which ways cases take, and where they depart from the path drawn: README.md defines each figure. */
export default defineAnalysis({
  id: 'process',
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
