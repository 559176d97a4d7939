import * as v from 'valibot';
import { shownWhen } from '../../contract/params.ts';
import { patternSchema } from '../patterns.ts';
import { featureSets } from './feature.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));

/** What is foretold of a user's events in the horizon after a cutoff. */
export const eventTargets = ['does', 'churns', 'count', 'sum', 'next'] as const;

/** What says nothing of a table of labelled rows, or only of one. */
const ofLog = { name: 'table', is: [''] };
const ofTable = { name: 'table', isNot: [''] };
const ofSum = { name: 'target', is: ['sum'] };

/** The question to an event log. */
const logEntries = {
  target: v.optional(v.picklist(eventTargets), 'does'),
  /** The events that the target is about; '': any. */
  event: v.optional(patternSchema, ''),
  horizon: v.optional(duration, '30d'),
  /** Between the cutoff and the horizon: time to act, of which nothing is read. */
  gap: v.optional(duration, '0d'),
  history: v.optional(duration, '90d'),
  /** How many cutoffs teach, at most: as many as the log has room for. One more, the last, is for the test. */
  cutoffs: v.optional(whole(1, 12), 3),
  sets: v.optional(v.array(v.picklist(featureSets)), [...featureSets]),
  /** Proves that no feature looks past its cutoff. */
  guard: v.optional(v.boolean(), true),
  /** How many of the last events a model that reads sequences gets; 0: none. */
  sequence: v.optional(whole(0, 200), 0),
} as const;

/** Where a model's rows and labels come from; `{}` is "does any event within thirty days", told by ninety days of the log. */
export const learningEntries = {
  /** A table with a label column; '': the event log, or the users' table where only that has a label. */
  table: v.optional(v.pipe(v.string(), v.metadata({ values: 'table' })), ''),
  /** The column to be foretold; '': that of the users' mapping. Given without a table, a column of the users' table. */
  label: v.optional(v.pipe(v.string(), v.metadata({ values: 'column' })), ''),
  ...shownWhen(ofTable, {
    /** The label's value that counts as 1; '': one that says yes, else the rarer. */
    positive: v.optional(v.string(), ''),
    /** Columns to learn from; none: all but the label and the identifier. */
    features: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'column', empty: 'none' })), []),
  }),
  ...shownWhen(ofLog, logEntries),
  ...shownWhen(ofSum, {
    /** What a sum adds up; '': the value, or price × quantity. */
    property: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  }),
} as const;

export const learningSchema = v.object(learningEntries);
export type LearningParams = v.InferOutput<typeof learningSchema>;

/** The entries of an analysis that tells classes apart. */
export const classifyEntries = {
  ...learningEntries,
  ...shownWhen(ofLog, { target: v.optional(v.picklist(['does', 'churns', 'next']), 'does') }),
} as const;

/** The entries of an analysis that foretells a number. */
export const regressEntries = {
  ...learningEntries,
  ...shownWhen(ofLog, { target: v.optional(v.picklist(['count', 'sum']), 'count') }),
} as const;
