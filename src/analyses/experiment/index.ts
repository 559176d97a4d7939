import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Which variant does better, and can it be believed: README.md defines exposure, metrics, tests and verdict. */
export default defineAnalysis({
  id: 'experiment',
  group: 'experiments',
  version: 1,
  requires: ['events.user|users.user'],
  cost: 'cheap',
  params,
  queries,
  views,
  members,
  texts,
});
