import type { ImportOptions } from '../../contract/import.ts';
import type { TypedColumn } from './common-columns.ts';

/** One step that made the project's tables what they are. */
export type Step =
  | { kind: 'import'; table: string; file: File; options: ImportOptions; columns: readonly TypedColumn[] }
  /** A user's statement that changed something. */
  | { kind: 'statement'; sql: string }
  /** A table that came as Arrow IPC: from a run, or from a saved project. */
  | { kind: 'stored'; table: StoredTable };

/** A table as bytes: gzipped Arrow IPC stream, and the column types that Arrow alone would not tell. */
export interface StoredTable {
  name: string;
  gzip: Blob;
  rows: number;
  columns: { name: string; type: string }[];
}

/** The table that a step makes or adds to; statements may touch any. */
const tableOf = (step: Step): string | null => {
  if (step.kind === 'statement') return null;
  return step.kind === 'import' ? step.table : step.table.name;
};

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

  /** Leaves out a step that can't be taken any more. */
  remove(step: Step): void {
    this.#steps = this.#steps.filter((other) => other !== step);
  }

  /**
   * Forgets how a table was made, as it is no more. A later statement may have read it: then the steps must stay, and the
   * drop is one more of them.
   */
  forget(table: string, dropStatement: string): void {
    const first = this.#steps.findIndex((step) => tableOf(step) === table);
    const statementAfter = this.#steps.some((step, i) => step.kind === 'statement' && i > first);
    if (first < 0 || statementAfter) this.add({ kind: 'statement', sql: dropStatement });
    else this.#steps = this.#steps.filter((step) => tableOf(step) !== table);
  }
}
