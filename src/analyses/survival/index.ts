import { defineAnalysis } from '../../contract/analysis.ts';
import { members } from './members.ts';
import { params } from './params.ts';
import { queries } from './queries.ts';
import { texts } from './texts.ts';
import { views } from './views.ts';

/** How long until it happens, to whom sooner, and what goes with that. README.md defines time, event and censoring. */
export default defineAnalysis({
  id: 'survival',
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
