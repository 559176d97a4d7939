import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Which events come after which in many paths, and which of these patterns set two groups apart: README.md defines each figure. */
export default defineAnalysis({
  id: 'sequences',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time', 'events.event'],
  cost: 'dear',
  params,
  queries,
  views,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
