import * as v from 'valibot';
import type { AnyOperation, ColumnNeed, Drift, RecipeStep, Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { columnTypeOf } from '../../sql/column-type.ts';

export type Operations = ReadonlyMap<string, AnyOperation>;

/** A step whose parameters were brought up to date and checked. */
export interface ReadyStep {
  step: RecipeStep;
  operation: AnyOperation;
  params: object;
}

/** Finds the operation and parses its parameters. Throws `recipe.unknown-operation`, `recipe.newer-step`, `recipe.unknown-parameter` or `recipe.bad-params`. */
export function readyStep(step: RecipeStep, operations: Operations, language: 'en' | 'zh'): ReadyStep {
  const operation = operations.get(step.operation);
  if (!operation) throw new AppError('recipe.unknown-operation', { operation: step.operation });
  const { id, version } = operation;
  if (step.version > version) throw new AppError('recipe.newer-step', { operation: id, version: step.version });
  const current = step.version < version ? operation.migrate?.({ ...step.params }, step.version) : undefined;
  refuseUnknown(operation, current ?? step.params);
  const parsed = v.safeParse(operation.params, current ?? step.params, { lang: language });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AppError('recipe.bad-params', {
      operation: id,
      path: v.getDotPath(issue) ?? '',
      message: issue.message,
    });
  }
  const params = parsed.output as Record<string, unknown>;
  return { step: { operation: id, version, params, ...(step.off && { off: true }) }, operation, params };
}

/** A parameter that nobody reads is a slip of the pen, and the step would do something else than what was meant. */
function refuseUnknown({ id, params }: AnyOperation, given: Record<string, unknown>): void {
  const known = Object.keys(params.entries);
  const parameter = Object.keys(given).find((name) => !known.includes(name));
  if (parameter !== undefined)
    throw new AppError('recipe.unknown-parameter', { operation: id, parameter, known: known.join(', ') });
}

/** What a step needs and the tables do not have: `recipe.missing-table`, `recipe.missing-column`, `recipe.other-type`. */
export function needFaults({ operation, params }: ReadyStep, input: Shape, tables: readonly Shape[]): AppError[] {
  const faults = operation.needs(params as never).map((need) => needFault(need, input, tables));
  return faults.filter((fault) => fault !== null);
}

function needFault({ column, types, table }: ColumnNeed, input: Shape, tables: readonly Shape[]): AppError | null {
  const shape = table === undefined ? input : tables.find(({ name }) => name === table);
  if (!shape) return new AppError('recipe.missing-table', { table: table ?? '' });
  const found = shape.columns.find(({ name }) => name === column);
  if (!found) return new AppError('recipe.missing-column', { column, table: shape.name });
  const type = columnTypeOf(found.type);
  if (!types || (type !== undefined && types.includes(type))) return null;
  return new AppError('recipe.other-type', { column, table: shape.name, type: found.type, wanted: types.join(', ') });
}

const plainReasons = ['missing-column', 'other-type', 'missing-table', 'unknown-operation', 'bad-params'];

/** An error of a step as a drift: its reason is the code, without `recipe.` where the contract has a word for it. */
export function driftOf(step: number, { code, values }: AppError): Drift {
  const word = code.replace(/^recipe\./, '');
  return { step, reason: plainReasons.includes(word) ? word : code, values };
}

/** The error of a step that would not run: says which step it was, and keeps codes that already say what to do. */
export function stepError(error: unknown, index: number, { operation }: RecipeStep): unknown {
  if (!(error instanceof AppError)) return error;
  const step = index + 1;
  if (/^(recipe|data)\./.test(error.code)) return new AppError(error.code, { ...error.values, step }, { cause: error });
  if (!error.code.startsWith('sql.')) return error;
  const message = String(error.values['message'] ?? error.code);
  return new AppError('recipe.step-failed', { step, operation, message }, { cause: error });
}
