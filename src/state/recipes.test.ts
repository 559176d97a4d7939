import { describe, expect, it } from 'vitest';
import type { RecipeStep } from '../contract/operation.ts';
import { operations } from '../registry.ts';
import { driftError, hasKey, parseRecipe, recipeFile, withoutKeys } from './recipes.ts';

const steps: RecipeStep[] = [
  { operation: 'trim', version: 1, params: { columns: ['a'], inner: true }, off: true },
  {
    operation: 'pseudonymise',
    version: 1,
    params: { columns: ['user'], key: 'correct horse battery staple', length: 16 },
  },
];

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).name;
  }
  return 'none';
};

describe('a recipe as a file', () => {
  it('comes back as it was', async () => {
    expect(parseRecipe(await recipeFile(steps).text(), 'r.json')).toEqual(steps);
  });

  it('can leave its key behind', async () => {
    expect([hasKey(steps, operations), hasKey(steps.slice(0, 1), operations)]).toEqual([true, false]);
    const bare = withoutKeys(steps, operations);
    expect(hasKey(bare, operations)).toBe(false);
    expect(await recipeFile(bare).text()).not.toContain('battery');
    expect(bare[0]?.params).toEqual(steps[0]?.params);
    expect(bare[1]?.params).toEqual({ columns: ['user'], key: '', length: 16 });
  });

  it('is refused where it is something else, or newer', () => {
    const wrong = [
      '',
      '[]',
      'null',
      '{"format":"behold-recipe","version":1}',
      '{"format":"other","version":1,"steps":[]}',
    ];
    for (const text of [...wrong, '{"format":"behold-recipe","version":1,"steps":[{"operation":"trim"}]}'])
      expect([text, codeOf(() => parseRecipe(text, 'r.json'))]).toEqual([text, 'recipe.not-a-recipe']);
    const newer = '{"format":"behold-recipe","version":2,"steps":[]}';
    expect(codeOf(() => parseRecipe(newer, 'r.json'))).toBe('recipe.newer-file');
  });
});

it('words a drift by its code', () => {
  const { code, values } = driftError({ step: 2, reason: 'missing-column', values: { column: 'a', table: 't' } });
  expect([code, values]).toEqual(['recipe.missing-column', { step: 3, column: 'a', table: 't' }]);
  expect(driftError({ step: 0, reason: 'recipe.bad-name', values: {} }).code).toBe('recipe.bad-name');
});
