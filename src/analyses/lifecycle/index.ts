import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { proportion } from './proportion.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Who is new, who returns, who comes back after a pause, and who stays away: README.md defines each stage. */
export default defineAnalysis({
  id: 'lifecycle',
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
