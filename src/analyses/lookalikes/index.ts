import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Who is most like some users that one already has: an audience for a campaign. README.md defines likeness and how it is judged. */
export default defineAnalysis({
  id: 'lookalikes',
  group: 'recommendation',
  version: 1,
  requires: ['events.user', 'events.time', 'events.item'],
  cost: 'cheap',
  params,
  queries,
  views,
  people: (_params, _data, sql) => peopleQuery(sql),
  texts,
});
