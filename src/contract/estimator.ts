import type * as v from 'valibot';
import type { Schema } from './analysis.ts';

/** What may be learnt: a yes or no, one of several classes, a number, or what is unlike the rest (without labels). */
export const tasks = ['binary', 'multiclass', 'regression', 'anomaly'] as const;
export type Task = (typeof tasks)[number];

/** Where a search looks for a parameter's value: numbers between two bounds (on a logarithmic scale, whole), or one of a few. */
export type Range = { from: number; to: number; log?: boolean; integer?: boolean } | { of: readonly unknown[] };

/** How an estimator wants its rows: a pipeline sees to the rest. */
export interface Inputs {
  /** NaN is a value like any other to it. */
  missing?: boolean;
  /** Reads codes of categories as categories: `Matrix.categories`. */
  categories?: boolean;
  /** Distances or penalties compare columns: they should be on one scale. */
  scaled?: boolean;
  /** Reads the events of each row in their order: `Matrix.sequences`. */
  sequences?: boolean;
}

export type SpecTextKey<S extends Schema> = 'title' | 'about' | `param.${keyof v.InferOutput<S> & string}`;

/** What a page must know of an estimator without loading it: the file `spec.ts` of its folder. */
export interface EstimatorSpec<S extends Schema = Schema> {
  /** The folder's name. */
  id: string;
  tasks: readonly Task[];
  /** Hyperparameters, each with a default. */
  params: S;
  /** Those that a search varies. */
  search: Partial<Record<keyof v.InferOutput<S> & string, Range>>;
  inputs: Inputs;
  /** `quick` in seconds at 100,000 rows, else `slow`: what a search tries first. */
  pace: 'quick' | 'slow';
  texts: Record<'en' | 'zh', Record<SpecTextKey<S>, string> & Partial<Record<`option.${string}`, string>>>;
}

/** The erased form that lists hold. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnySpec = EstimatorSpec<any>;

/** Infers the type parameter; does nothing else. */
export const defineEstimator = <const S extends Schema>(spec: EstimatorSpec<S>): EstimatorSpec<S> => spec;
