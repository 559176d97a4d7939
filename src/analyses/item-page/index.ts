import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** One item: who has it, what goes with it and what is taken instead. README.md defines both. */
export default defineAnalysis({
  id: 'item-page',
  group: 'recommendation',
  version: 1,
  requires: ['events.user', 'events.time', 'events.item'],
  cost: 'cheap',
  params,
  queries,
  views,
  members,
  texts,
});
