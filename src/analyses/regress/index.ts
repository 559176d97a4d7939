import { defineAnalysis } from '../../contract/analysis.ts';
import { learningQueries } from '../../features/learning/queries.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** How often or how much: README.md says how it is learnt, judged and explained. */
export default defineAnalysis({
  id: 'regress',
  group: 'prediction',
  version: 1,
  requires: [],
  cost: 'dear',
  params,
  queries: (params, data, sql) => learningQueries({ ...params, positive: '' }, data, sql),
  views,
  members,
  texts,
});
