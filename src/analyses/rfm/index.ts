import { defineAnalysis } from '../../contract/analysis.ts';
import { params } from './params.ts';
import { people, queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Recency, frequency and monetary value of each user, scored and named. README.md defines scores and segments. */
export default defineAnalysis({
  id: 'rfm',
  group: 'people',
  version: 1,
  requires: ['events.user', 'events.time'],
  cost: 'cheap',
  params,
  queries,
  views,
  people,
  texts,
});
