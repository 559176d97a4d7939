import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params, presets } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Which ways users take, from an event, to an event, or between two: README.md defines each option. */
export default defineAnalysis({
  id: 'paths',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time', 'events.event'],
  cost: 'cheap',
  params,
  presets,
  queries,
  views,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
