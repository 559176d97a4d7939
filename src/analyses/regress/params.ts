import * as v from 'valibot';
import { inSection } from '../../contract/params.ts';
import { regressEntries } from '../../features/learning/params.ts';
import { estimatorEntries, studyEntries, usualFirst } from '../../features/study/params.ts';
import { specsFor } from '../../models/specs.ts';

/** Those that foretell numbers. */
export const offered = usualFirst(specsFor('regression'));

const { target, event, horizon, table, label, positive: _classes, ...question } = regressEntries;

/** Which number is foretold, by which model, and how it is judged; `{}`: how many events within thirty days, by ridge regression. */
export const params = v.object({
  table,
  label,
  target,
  event,
  horizon,
  ...estimatorEntries(offered, 'ridge'),
  ...inSection('question', question),
  ...studyEntries,
});

export type Params = v.InferOutput<typeof params>;
