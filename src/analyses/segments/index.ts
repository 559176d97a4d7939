import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Who the users are: groups by what they do, and a description of each. README.md defines features, methods and figures. */
export default defineAnalysis({
  id: 'segments',
  group: 'people',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'dear',
  params,
  queries,
  views,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
