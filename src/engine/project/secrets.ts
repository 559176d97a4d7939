import type { ProjectDocument } from '../../contract/document.ts';
import type { AnyOperation, RecipeStep } from '../../contract/operation.ts';
import { paramFields } from '../../contract/params.ts';

export type Operations = ReadonlyMap<string, AnyOperation>;

/** The parameters of an operation that hold a key. */
const secretsOf = (operation: AnyOperation | undefined): string[] =>
  operation
    ? paramFields(operation.params).flatMap((field) =>
        field.kind === 'text' && field.values === 'secret' ? [field.name] : [],
      )
    : [];

/** True where a step holds a key that would leave with the recipe. */
export const hasKey = (steps: readonly RecipeStep[], operations: Operations): boolean =>
  steps.some(({ operation, params }) => secretsOf(operations.get(operation)).some((name) => params[name]));

/** The steps with every key left empty. */
export const withoutKeys = (steps: readonly RecipeStep[], operations: Operations): RecipeStep[] =>
  steps.map((step) => {
    const blank = Object.fromEntries(secretsOf(operations.get(step.operation)).map((name) => [name, '']));
    return { ...step, params: { ...step.params, ...blank } };
  });

/** A document whose recipes hold no key, to be carried to somebody else. */
export const withoutSecrets = (document: ProjectDocument, operations: Operations): ProjectDocument => ({
  ...document,
  tables: document.tables.map(({ recipe, ...table }) => ({
    ...table,
    ...(recipe && { recipe: { ...recipe, steps: withoutKeys(recipe.steps, operations) } }),
  })),
});
