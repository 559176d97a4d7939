import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** What the log holds, and what in it may make figures wrong: README.md defines each figure. */
export default defineAnalysis({
  id: 'overview',
  group: 'overview',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  queries,
  views,
  members,
  texts,
});
