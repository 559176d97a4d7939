import * as v from 'valibot';
import { inSection } from '../../contract/params.ts';
import { classifyEntries } from '../../features/learning/params.ts';
import {
  actionableEntries,
  decisionEntries,
  estimatorEntries,
  studyEntries,
  usualFirst,
} from '../../features/study/params.ts';
import { specsFor } from '../../models/specs.ts';

/** Those that tell classes apart. */
export const offered = usualFirst(specsFor('binary', 'multiclass'));

const { target, event, horizon, table, label, ...question } = classifyEntries;

/** What is told apart, by which model, and how it is judged; `{}`: who comes back within thirty days, by logistic regression. */
export const params = v.object({
  table,
  label,
  target,
  event,
  horizon,
  ...estimatorEntries(offered, 'logistic'),
  ...inSection('question', question),
  ...decisionEntries,
  ...studyEntries,
  ...actionableEntries,
});

export type Params = v.InferOutput<typeof params>;
