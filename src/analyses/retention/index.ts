import { defineAnalysis } from '../../contract/analysis.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { params } from './params.ts';
import { presets } from './presets.ts';
import { proportion } from './proportion.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Of the users who began in a period, how many come back: README.md defines each option. */
export default defineAnalysis({
  id: 'retention',
  group: 'behaviour',
  version: 2,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  presets,
  queries,
  views,
  proportion,
  people: (_params, _data, sql) => peopleQuery(sql),
  // Version 1 had fewer options, and all of its parameters mean what they meant.
  migrate: (saved) => saved,
  texts,
});
