import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** Who is still a customer, what they will buy and what that is worth. README.md defines summary, models and value. */
export default defineAnalysis({
  id: 'clv',
  group: 'prediction',
  version: 1,
  // A table stands for itself; without one, the queries ask for dated events.
  requires: [],
  cost: 'dear',
  params,
  queries,
  views,
  members,
  texts,
});
