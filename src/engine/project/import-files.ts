import type { JobOptions } from '../../contract/engine.ts';
import type { ImportOptions, Ledger } from '../../contract/import.ts';
import { AppError, isAbort } from '../../core/errors.ts';
import { suggestTableName } from '../../data/table-name.ts';
import type { Workers } from '../caller.ts';
import { takenNames } from './catalog.ts';
import type { TableShape } from './catalog.ts';
import { checkSameColumns, discard, ledgerColumns, settle, stageFile } from './importer.ts';
import type { Step } from './journal.ts';
import { freeName } from './names.ts';
import type { TableLedger } from './state.ts';

/** A staged file and where it goes. */
interface Plan {
  file: File;
  hidden: string;
  table: string;
  append: boolean;
  ledger: Ledger;
  ms: number;
}

export interface Imported {
  steps: Step[];
  ledgers: TableLedger[];
}

/**
 * Imports all files or none: each is read into a hidden table, and only when all are whole do they get their names.
 * A failure on the last stretch ends the database, which then comes back as it was before.
 */
export async function importFiles(
  workers: Pick<Workers, 'database' | 'files'>,
  catalog: readonly TableShape[],
  files: File[],
  options: ImportOptions,
  job: JobOptions,
): Promise<Imported> {
  const { database } = workers;
  // Started before it is counted: what is staged must stay in one and the same database.
  const taken = await takenNames(database.call);
  const starts = database.starts;
  let plans: Plan[];
  try {
    plans = await stageAll(workers, catalog, taken, files, options, job);
    await settleAll(database, plans);
  } catch (error) {
    if (database.starts !== starts && !isAbort(error)) throw new AppError('worker.died', { worker: 'database' });
    throw error;
  }
  return {
    steps: plans.map(({ file, table }) => ({ kind: 'import', table, file, options })),
    ledgers: plans.map(({ table, ledger, ms }) => ({ table, ledger, ms })),
  };
}

async function settleAll(database: Workers['database'], plans: readonly Plan[]): Promise<void> {
  const starts = database.starts;
  try {
    for (const { hidden, table, append } of plans) await settle(database.call, hidden, table, append);
  } catch (error) {
    if (database.starts === starts) database.end();
    throw error;
  }
}

async function stageAll(
  { database, files: decoder }: Pick<Workers, 'database' | 'files'>,
  catalog: readonly TableShape[],
  taken: readonly string[],
  files: File[],
  options: ImportOptions,
  { signal, onProgress }: JobOptions,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  const total = files.reduce((bytes, { size }) => bytes + size, 0) || 1;
  let before = 0;
  try {
    for (const file of files) {
      const progress = shareOf(onProgress, before / total, file.size / total);
      const staged = await stageFile(database.call, decoder, file, options, { signal, onProgress: progress });
      plans.push({ file, ...staged, ...target(file, staged.ledger, options, taken, plans, catalog) });
      before += file.size;
    }
  } catch (error) {
    const hidden = plans.map((plan) => plan.hidden);
    await discard(database.call, hidden, error);
    throw error;
  }
  return plans;
}

const shareOf = (onProgress: JobOptions['onProgress'], from: number, share: number): JobOptions['onProgress'] =>
  onProgress && ((done, note) => onProgress(from + share * done, note));

/** The table that a file becomes, or is added to. Throws `import.columns-differ`. */
function target(
  file: File,
  ledger: Ledger,
  options: ImportOptions,
  taken: readonly string[],
  plans: readonly Plan[],
  catalog: readonly TableShape[],
): Pick<Plan, 'table' | 'append'> {
  const wanted = options.table?.trim() || suggestTableName(file.name);
  const present = options.append ? columnsOf(wanted, plans, catalog) : undefined;
  if (!present) return { table: freeName(wanted, [...taken, ...plans.map(({ table }) => table)]), append: false };
  checkSameColumns(present.name, present.columns, ledgerColumns(ledger));
  return { table: present.name, append: true };
}

function columnsOf(wanted: string, plans: readonly Plan[], catalog: readonly TableShape[]) {
  const same = (name: string) => name.toLowerCase() === wanted.toLowerCase();
  const plan = plans.find(({ table }) => same(table));
  if (plan) return { name: plan.table, columns: ledgerColumns(plan.ledger) };
  return catalog.find(({ name }) => same(name));
}
