import { defineAnalysis } from '../../contract/analysis.ts';
import { learningQueries } from '../../features/learning/queries.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';
import { words } from './words.ts';

/** Who will do it, or which label a row has: README.md says how it is learnt, judged and explained. */
export default defineAnalysis({
  id: 'classify',
  group: 'prediction',
  version: 1,
  requires: [],
  cost: 'dear',
  params,
  queries: learningQueries,
  views,
  words,
  members,
  texts,
});
