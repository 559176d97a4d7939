import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { migrate, params, presets } from './params.ts';
import { proportion } from './proportion.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** How many users go from one step to the next: README.md defines each option. */
export default defineAnalysis({
  id: 'funnel',
  group: 'behaviour',
  version: 2,
  requires: ['events.user', 'events.time', 'events.event'],
  cost: 'cheap',
  params,
  presets,
  queries,
  views,
  proportion,
  people: (_params, _data, sql) => peopleQuery(sql),
  migrate,
  texts,
});
