import type { Notice } from '../../contract/import.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import type { Call } from '../bridge.ts';
import type { Workers } from '../caller.ts';
import { takenNames } from './catalog.ts';
import { conform, settle, stageFile } from './importer.ts';
import type { Journal, Step } from './journal.ts';
import { rawName } from './names.ts';
import { showRaw } from './recipe-table.ts';
import { restoreTable } from './stored.ts';

type RecipeEntry = Extract<Step, { kind: 'recipe' }>;

/**
 * Takes every step of the journal again, in a fresh database; resolves with how many could not be taken. These are told, and leave the
 * journal; but for tables that are kept, which may be had the next time.
 */
export async function replay(
  call: Call<DatabaseApi>,
  files: Workers['files'],
  journal: Journal,
  tell: (notice: Notice) => void,
  takeRecipe: (call: Call<DatabaseApi>, step: RecipeEntry) => Promise<void>,
): Promise<number> {
  let lost = 0;
  for (const step of [...journal.steps]) {
    try {
      await take(call, files, step, takeRecipe);
    } catch (error) {
      // A database that died again is no fault of the step.
      if (error instanceof AppError && error.code.startsWith('worker.')) throw error;
      if (step.kind !== 'stored') journal.remove(step);
      lost++;
      tell(lostNotice(step, error));
    }
  }
  return lost;
}

async function take(
  call: Call<DatabaseApi>,
  files: Workers['files'],
  step: Step,
  takeRecipe: (call: Call<DatabaseApi>, step: RecipeEntry) => Promise<void>,
): Promise<void> {
  if (step.kind === 'statement') await call('query', [step.sql]);
  else if (step.kind === 'stored') await restoreStored(call, step);
  else if (step.kind === 'recipe') await takeRecipe(call, step);
  else await importAgain(call, files, step);
}

async function restoreStored(
  call: Call<DatabaseApi>,
  { table, raw }: Extract<Step, { kind: 'stored' }>,
): Promise<void> {
  await restoreTable(call, table, raw ? rawName(table.name) : table.name);
  if (raw) await showRaw(call, table.name);
}

async function importAgain(
  call: Call<DatabaseApi>,
  files: Workers['files'],
  { file, options, table, columns }: Extract<Step, { kind: 'import' }>,
): Promise<void> {
  const staged = await stageFile(call, files, file, options);
  await conform(call, staged, columns);
  const exists = (await takenNames(call)).includes(table);
  await settle(call, staged.hidden, table, exists);
}

function lostNotice(step: Step, error: unknown): Notice {
  const message = String((error as AppError).values?.['message'] ?? (error as Error).message);
  if (step.kind === 'statement') return { code: 'engine.statement-lost', values: { statement: step.sql, message } };
  if (step.kind === 'recipe') return { code: 'recipe.not-repeated', values: { table: step.table, message } };
  const table = step.kind === 'import' ? step.table : step.table.name;
  return { code: 'engine.table-lost', values: { table, message } };
}
