import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** How many users go from one step to the next: README.md defines each option. */
export default defineAnalysis({
  id: 'funnel',
  group: 'behaviour',
  version: 1,
  requires: ['events.user', 'events.time', 'events.event'],
  cost: 'cheap',
  params,
  queries,
  views,
  members,
  texts,
});
