import type { AnyOperation, Drift, RecipeStep } from '../contract/operation.ts';
import { AppError } from '../core/errors.ts';

export { hasKey, withoutKeys } from '../engine/project/secrets.ts';
export type { AnyOperation, Headline, RecipeStep, StepReport } from '../contract/operation.ts';

const format = 'behold-recipe';
const version = 1;

/** A drift as an error, for its sentence. */
export const driftError = ({ step, reason, values }: Drift): AppError =>
  new AppError(reason.includes('.') ? reason : `recipe.${reason}`, { step: step + 1, ...values });

/** A recipe as a file to carry: its steps, and nothing of the data. */
export const recipeFile = (steps: readonly RecipeStep[]): Blob =>
  new Blob([`${JSON.stringify({ format, version, steps }, null, 2)}\n`], { type: 'application/json' });

const isStep = (value: unknown): value is RecipeStep => {
  const step = value as Partial<RecipeStep> | null;
  return (
    typeof step?.operation === 'string' &&
    typeof step.version === 'number' &&
    typeof step.params === 'object' &&
    step.params !== null &&
    !Array.isArray(step.params)
  );
};

/** The steps of an exported recipe. Throws `recipe.not-a-recipe` or `recipe.newer-file`. */
export function parseRecipe(text: string, file: string): RecipeStep[] {
  const content = parseJson(text) as { format?: unknown; version?: unknown; steps?: unknown } | null;
  if (content?.format !== format) throw new AppError('recipe.not-a-recipe', { file });
  if (typeof content.version === 'number' && content.version > version)
    throw new AppError('recipe.newer-file', { file, version: content.version });
  const { steps } = content;
  if (!Array.isArray(steps) || !steps.every(isStep)) throw new AppError('recipe.not-a-recipe', { file });
  return steps.map(({ operation, version: of, params, off }) => ({
    operation,
    version: of,
    params,
    ...(off === true && { off }),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A step of this operation with its default parameters. */
export const newStep = (operation: AnyOperation, params: Record<string, unknown>): RecipeStep => ({
  operation: operation.id,
  version: operation.version,
  params,
});
