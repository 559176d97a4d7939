import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** What to offer to whom next: README.md says how it is learnt, judged and used. */
export default defineAnalysis({
  id: 'recommend',
  group: 'recommendation',
  version: 2,
  requires: ['events.user|reviews.user', 'events.item|reviews.item'],
  cost: 'dear',
  params,
  queries,
  views,
  members,
  texts,
});
