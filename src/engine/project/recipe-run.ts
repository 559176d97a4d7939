import type { JobOptions } from '../../contract/engine.ts';
import type { Headline, RecipeStep, Shape, StepReport, StepSql } from '../../contract/operation.ts';
import type { Mapping } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { throwIfAborted } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import type { Call } from '../bridge.ts';
import { discard } from './importer.ts';
import { hiddenName, qualified } from './names.ts';
import { readHeadline } from './recipe-headline.ts';
import { measureStep } from './recipe-measure.ts';
import type { Relation } from './recipe-relation.ts';
import { madeRelation, numberAnew, over, rowColumn } from './recipe-relation.ts';
import type { Operations, ReadyStep } from './recipe-steps.ts';
import { needFaults, readyStep, stepError } from './recipe-steps.ts';

/** What running a recipe needs of the project. */
export interface RecipeContext {
  call: Call<DatabaseApi>;
  operations: Operations;
  language: 'en' | 'zh';
  /** The project's other tables. */
  tables: readonly Shape[];
  /** Which columns make the headline figures; null where nothing is measured. */
  mapping: Mapping | null;
}

export interface RecipeOutcome {
  /** The hidden table that holds the outcome, without row numbers. */
  hidden: string;
  /** The steps with parameters of today's version. */
  steps: RecipeStep[];
  /** Of the steps that are not off; empty where nothing was measured. */
  reports: StepReport[];
}

/** Steps with today's parameters. Throws the first step's fault, with its number. */
export const readySteps = (
  steps: readonly RecipeStep[],
  { operations, language }: Pick<RecipeContext, 'operations' | 'language'>,
): ReadyStep[] => steps.map((step, i) => guarded(i, step, () => readyStep(step, operations, language)));

/**
 * Takes the steps one after the other, each into a hidden table; the input stays as it is. Only the outcome is left behind, and
 * nothing where it fails or is cancelled. Rejects with `recipe.*`.
 */
export async function runRecipe(
  context: RecipeContext,
  base: Relation,
  steps: readonly RecipeStep[],
  { signal, onProgress }: JobOptions = {},
): Promise<RecipeOutcome> {
  const ready = readySteps(steps, context);
  const made: string[] = [];
  const hidden = () => made[made.push(hiddenName()) - 1]!;
  try {
    const reports = await takeAll(context, base, ready, hidden, { signal, onProgress });
    const outcome = await finish(context.call, base, made, hidden, signal);
    return { hidden: outcome, steps: ready.map(({ step }) => step), reports };
  } catch (error) {
    await discard(context.call, made, error);
    throw error;
  }
}

async function takeAll(
  context: RecipeContext,
  base: Relation,
  ready: readonly ReadyStep[],
  hidden: () => string,
  { signal, onProgress }: JobOptions,
): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  let input = base;
  let before = await headlineOf(context, base, signal);
  for (const [i, each] of ready.entries()) {
    if (each.step.off) continue;
    throwIfAborted(signal);
    const { outcome, sql } = await guarded(i, each.step, () => takeStep(context, input, each, hidden, signal));
    onProgress?.((i + 0.5) / ready.length);
    if (before) {
      const after = (await headlineOf(context, outcome, signal)) ?? before;
      const measured = await guarded(i, each.step, () => measureStep(context.call, input, outcome, sql, signal));
      reports.push({ step: each.step, before, after, ...measured });
      before = after;
    }
    // After it was measured: the numbers tell which row became which.
    await numberAnew(context.call, outcome.table, hidden(), signal);
    if (input !== base) await context.call('query', [`DROP TABLE ${qualified(input.table)}`]);
    input = outcome;
    onProgress?.((i + 1) / ready.length);
  }
  return reports;
}

const headlineOf = async (
  { call, mapping }: RecipeContext,
  relation: Relation,
  signal?: AbortSignal,
): Promise<Headline | null> => mapping && readHeadline(call, relation, mapping, signal);

async function takeStep(
  { call, tables }: RecipeContext,
  input: Relation,
  ready: ReadyStep,
  hidden: () => string,
  signal?: AbortSignal,
): Promise<{ outcome: Relation; sql: StepSql }> {
  const sql = stepSql(ready, input.shape, tables);
  const table = hidden();
  await call('query', [`CREATE TABLE ${qualified(table)} AS ${over(input, sql.select)}`, signal]);
  return { outcome: await madeRelation(call, input.shape.name, table), sql };
}

/** The SQL of a step over a table of this shape. Throws the first thing that it lacks. */
export function stepSql(ready: ReadyStep, input: Shape, tables: readonly Shape[]): StepSql {
  const [fault] = needFaults(ready, input, tables);
  if (fault) throw fault;
  return ready.operation.sql(ready.params as never, input, duckdb, tables);
}

/** The last step's table without its row numbers or, where no step was taken, a copy of the input. */
async function finish(
  call: Call<DatabaseApi>,
  base: Relation,
  made: readonly string[],
  hidden: () => string,
  signal?: AbortSignal,
): Promise<string> {
  // Each step takes two names: its table's, and a spare one.
  const last = made.at(-2);
  if (last !== undefined) {
    await call('query', [`ALTER TABLE ${qualified(last)} DROP COLUMN ${rowColumn}`]);
    return last;
  }
  const copy = hidden();
  await call('query', [`CREATE TABLE ${qualified(copy)} AS SELECT * FROM ${qualified(base.table)}`, signal]);
  return copy;
}

/** Says of a failure which step it was; `work` may be synchronous or not. */
function guarded<T>(index: number, step: RecipeStep, work: () => T): T {
  try {
    const result = work();
    if (result instanceof Promise)
      return result.catch((error: unknown) => {
        throw stepError(error, index, step);
      }) as T;
    return result;
  } catch (error) {
    throw stepError(error, index, step);
  }
}
