import type { Drift, RecipeStep } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { dropHidden } from './importer.ts';
import { hiddenName, qualified } from './names.ts';
import type { Relation } from './recipe-relation.ts';
import { madeRelation, over } from './recipe-relation.ts';
import type { RecipeContext } from './recipe-run.ts';
import type { ReadyStep } from './recipe-steps.ts';
import { driftOf, needFaults, readyStep, stepError } from './recipe-steps.ts';

/**
 * Where steps don't fit a table. They are taken over no rows at all, only to learn the shape that each leaves to the next; a step
 * that doesn't fit leaves the shape as it is.
 */
export async function checkSteps(
  context: Omit<RecipeContext, 'mapping'>,
  base: Relation,
  steps: readonly RecipeStep[],
): Promise<Drift[]> {
  const drifts: Drift[] = [];
  const made: string[] = [];
  try {
    let input = await emptied(context, base, made);
    for (const [i, step] of steps.entries()) {
      if (step.off) continue;
      const faults = await stepFaults(context, input, step, i, made);
      if (faults instanceof Array) drifts.push(...faults.map((fault) => driftOf(i, fault)));
      else input = faults;
    }
  } finally {
    await dropHidden(context.call, made);
  }
  return drifts;
}

/** The faults of one step or, where it has none, what it makes of no rows. */
async function stepFaults(
  context: Omit<RecipeContext, 'mapping'>,
  input: Relation,
  step: RecipeStep,
  index: number,
  made: string[],
): Promise<AppError[] | Relation> {
  try {
    const ready = readyStep(step, context.operations, context.language);
    const faults = needFaults(ready, input.shape, context.tables);
    return faults.length > 0 ? faults : await emptyOutcome(context, input, ready, made);
  } catch (error) {
    const fault = stepError(error, index, step);
    if (fault instanceof AppError && !fault.code.startsWith('worker.')) return [fault];
    throw error;
  }
}

/** The same columns without rows: nothing then depends on how large the table is. */
function emptied(context: Omit<RecipeContext, 'mapping'>, { select, shape }: Relation, made: string[]) {
  return madeOf(context, `SELECT * FROM (${select}) LIMIT 0`, shape.name, made);
}

function emptyOutcome(
  context: Omit<RecipeContext, 'mapping'>,
  input: Relation,
  { operation, params }: ReadyStep,
  made: string[],
): Promise<Relation> {
  const { select } = operation.sql(params as never, input.shape, duckdb, context.tables);
  return madeOf(context, `SELECT * FROM (${over(input, select)}) LIMIT 0`, input.shape.name, made);
}

async function madeOf(
  { call }: Omit<RecipeContext, 'mapping'>,
  select: string,
  name: string,
  made: string[],
): Promise<Relation> {
  const hidden = hiddenName();
  made.push(hidden);
  await call('query', [`CREATE TABLE ${qualified(hidden)} AS ${select}`]);
  return madeRelation(call, name, hidden);
}
