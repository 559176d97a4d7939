import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Of the users who began in a period, how many come back: README.md defines each option. */
export default defineAnalysis({
  id: 'retention',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  queries,
  views,
  members,
  texts,
});
