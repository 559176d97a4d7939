import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** When things happen: events or users by hour and weekday. README.md defines each figure. */
export default defineAnalysis({
  id: 'heatmap',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  queries,
  views,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
