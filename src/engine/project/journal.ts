import type { ImportOptions } from '../../contract/import.ts';
import type { RecipeStep } from '../../contract/operation.ts';
import type { TypedColumn } from './common-columns.ts';

/** One step that made the project's tables what they are. */
export type Step =
  | { kind: 'import'; table: string; file: File; options: ImportOptions; columns: readonly TypedColumn[] }
  /** A user's statement that changed something. */
  | { kind: 'statement'; sql: string }
  /** A table that came as Arrow IPC: from a run, or from a saved project. `raw`: its rows as imported, before its recipe. */
  | { kind: 'stored'; table: StoredTable; raw?: true }
  /** The table is made anew from its imported rows. */
  | { kind: 'recipe'; table: string; steps: RecipeStep[] };

/** Consecutive rows of a table, wherever they are kept. */
export interface Piece {
  rows: number;
  /** An Arrow IPC stream, a new one each time. */
  read: () => Promise<Uint8Array>;
}

/** A table as pieces, and the column types that Arrow alone would not tell. */
export interface StoredTable {
  name: string;
  pieces: readonly Piece[];
  rows: number;
  columns: { name: string; type: string }[];
}

/** The table that a step makes or adds to; statements may touch any. */
const tableOf = (step: Step): string | null => {
  if (step.kind === 'statement') return null;
  return step.kind === 'stored' ? step.table.name : step.table;
};

/** True where a step may have read the table: any statement, and a recipe of another table. */
const mayRead = (step: Step, table: string): boolean =>
  step.kind === 'statement' || (step.kind === 'recipe' && step.table !== table);

/** The steps in order. A database that died is brought back by taking them again. */
export class Journal {
  #steps: Step[] = [];

  get steps(): readonly Step[] {
    return this.#steps;
  }

  add(step: Step): void {
    this.#steps.push(step);
  }

  replaceAll(steps: Step[]): void {
    this.#steps = steps;
  }

  /** The latest recipe of a table takes the place of the one before, unless something since then may have read its outcome. */
  addRecipe(table: string, steps: RecipeStep[]): void {
    const before = this.#steps.findLastIndex((step) => step.kind === 'recipe' && step.table === table);
    const isRead = this.#steps.some((step, i) => i > before && mayRead(step, table));
    if (before >= 0 && !isRead) this.#steps = this.#steps.filter((_, i) => i !== before);
    this.add({ kind: 'recipe', table, steps });
  }

  /** Leaves out a step that can't be taken any more. */
  remove(step: Step): void {
    this.#steps = this.#steps.filter((other) => other !== step);
  }

  /**
   * Forgets how a table was made, as it is no more. A later statement or another table's recipe may have read it: then the steps must
   * stay, and the drop is one more of them.
   */
  forget(table: string, ...dropStatements: string[]): void {
    const first = this.#steps.findIndex((step) => tableOf(step) === table);
    const isRead = this.#steps.some((step, i) => i > first && mayRead(step, table));
    if (first < 0 || isRead) for (const sql of dropStatements) this.add({ kind: 'statement', sql });
    else this.#steps = this.#steps.filter((step) => tableOf(step) !== table);
  }
}
