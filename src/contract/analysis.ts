import type { Table } from 'apache-arrow';
import type * as v from 'valibot';
import type { Dialect } from './dialect.ts';
import type { Dataset, Requirement } from './project.ts';
import type { SavedModel } from './model.ts';
import type { Backend, BackendName } from './workers.ts';
import type { View } from './view.ts';

/** A valibot object whose every entry has a default, so `{}` is a valid run. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the entries' own types are kept by inference at each definition
export type Schema = v.ObjectSchema<any, undefined>;

/**
 * SQL over the canonical views; or, where rows of different users never meet until the end, its two halves:
 * `perUser` sees each user's events whole, `merge` reads its output as the table `per_user`.
 */
export type Query = string | { perUser: string; merge: string };

/** The key of a parameter's label. */
export type ParamLabel<S extends Schema> = `param.${keyof v.InferOutput<S> & string}`;

/** Looks up a text of the analysis in the current language and fills in its `{values}`; numbers are formatted by `Intl`. */
export interface Translate<K extends string> {
  (key: K, values?: Record<string, string | number>): string;
  readonly language: 'en' | 'zh';
}

/** Where an analysis stands in the menu, in the menu's order. */
export const groups = ['overview', 'behaviour', 'people', 'experiments', 'prediction', 'recommendation'] as const;
export type Group = (typeof groups)[number];

/** The share that an answer leads with, so that the answers for two populations can be compared: `hits` of `trials`. */
export interface Proportion {
  /** What was counted, as a heading: “Went from view to purchase, of all users who entered”. */
  name: string;
  hits: number;
  trials: number;
  /** One user may be several of the trials: they are then not independent, and an interval that takes them so is too narrow. */
  repeated?: boolean;
}

export interface Analysis<S extends Schema, Q extends string, R, K extends string> {
  /** The folder's name. */
  id: string;
  /** Raised when saved parameters or results change meaning; part of the cache key. */
  version: number;
  group: Group;
  /** What the data must offer, e.g. 'events.user'; the menu explains what is missing. */
  requires: readonly Requirement[];
  /** 'cheap' runs at once when a parameter changes; 'dear' waits for the user. */
  cost: 'cheap' | 'dear';
  params: S;
  /** Ways in which others define the same question, `mixpanel` say: what each sets of the parameters. Named by the texts `preset.<id>`. */
  presets?: readonly { id: string; params: Partial<v.InferInput<S>> }[];
  /** The tables to read, by name, in the dialect given. Throws an AppError where the parameters contradict the data. */
  queries(params: v.InferOutput<S>, data: Dataset, sql: Dialect): Record<Q, Query>;
  /** What a person sees: each view is a chart, the table behind it, and one sentence that says what it shows. Pure. */
  views(result: R, text: Translate<K>): View[];
  /** The share that the first sentence leads with; null where this result has none. Pure. Two of them are told apart by a test. */
  proportion?(result: R, text: Translate<K>): Proportion | null;
  /** What the values that a form offers of this result are called, by the key of their text: `option.<param>.<value>`. Pure. */
  words?(result: R, text: Translate<K>): Record<string, string>;
  /** SQL for the users behind one mark of a chart, one column "user". Where a walk decides, `people` stands instead. */
  members?(params: v.InferOutput<S>, data: Dataset, sql: Dialect, mark: string): string;
  /** SQL for the names of all users in the order of their codes, one column "user": compute.ts then lists the members of a mark by code. */
  people?(params: v.InferOutput<S>, data: Dataset, sql: Dialect): string;
  /** Brings parameters saved by an older version up to this one. */
  migrate?(params: Record<string, unknown>, from: number): Record<string, unknown>;
  texts: Record<'en' | 'zh', Record<K | 'title' | 'about' | ParamLabel<S>, string>>;
}

/** The erased form that the registry holds; the only place where `any` is right. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyAnalysis = Analysis<any, any, any, any>;

/** Infers the type parameters; does nothing else. */
export const defineAnalysis = <const S extends Schema, Q extends string, R, K extends string>(
  analysis: Analysis<S, Q, R, K>,
): Analysis<S, Q, R, K> => analysis;

/** Where a long training keeps how far it is, so that it can go on after the page was closed or a device lost. */
export interface Snapshots {
  /** What an earlier run of the same job kept under a name; undefined where there is nothing. */
  read(name: string): unknown;
  /**
   * Keeps plain data (typed arrays too, none of them altered afterwards) under a name, in place of the last; `done` counts
   * iterations or epochs. Often enough is after each. `last`: this training is at its end, and nothing follows.
   */
  write(name: string, state: unknown, done: number, last?: boolean): void;
}

/** All that a computation sees of the outside world. */
export interface Context {
  seed: number;
  /** For the few results that hold sentences; everything else is worded by `views`. */
  language: 'en' | 'zh';
  /** The backend the caller asked for by name, if any. */
  backend?: BackendName;
  /** Reports progress (0..1), lets an abort arrive, and throws if one has. Call it per batch. */
  step(done: number, note?: string): Promise<void>;
  /** Absent where nothing is to be kept. */
  snapshots?: Snapshots;
  /** Says where the model ran, and why there. */
  ranOn(backend: Backend): void;
  /** Hands a fitted model to the project, where it is kept, scored with, monitored and exported. */
  keep(name: string, model: SavedModel): void;
  /** Hands a table to the project, where SQL can read it. Replaces an earlier one of that name made by a run. */
  publish(name: string, table: Table): void;
}

/** The export `members` of compute.ts, for an analysis with `people`: the codes of the users behind one mark. */
export type Members<A> =
  A extends Analysis<infer S, infer Q, infer _R, infer _K>
    ? (
        tables: Record<Q, Table>,
        params: v.InferOutput<S>,
        mark: string,
        context: Context,
      ) => Iterable<number> | Promise<Iterable<number>>
    : never;

/** The default export of compute.ts: columnar tables in, a structured-cloneable result out. */
export type Compute<A> =
  A extends Analysis<infer S, infer Q, infer R, infer _K>
    ? (tables: Record<Q, Table>, params: v.InferOutput<S>, context: Context) => R | Promise<R>
    : never;
