import type { SparseRows } from '../data.ts';

/** Counts of terms, row after row; rows are added one by one, so that a long table can be made in steps. */
export class TermTable {
  readonly #numbers = new Map<string, number>();
  /** Rows that have the term, by its number. */
  readonly #rowsWith: number[] = [];
  readonly #offsets: number[] = [0];
  readonly #term: number[] = [];
  readonly #count: number[] = [];

  /** A row with these terms, each as often as it comes. */
  add(terms: readonly string[]): void {
    const counts = new Map<number, number>();
    for (const term of terms) {
      const number = this.#numberOf(term);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    for (const [number, count] of counts) {
      this.#term.push(number);
      this.#count.push(count);
      this.#rowsWith[number]! += 1;
    }
    this.#offsets.push(this.#term.length);
  }

  #numberOf(term: string): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    this.#numbers.set(term, this.#rowsWith.length);
    return this.#rowsWith.push(0) - 1;
  }

  /** Rows × terms, of the terms that at least so many rows have, in the order of their characters. */
  counts(least = 1): SparseRows {
    const kept = [...this.#numbers].filter(([, number]) => this.#rowsWith[number]! >= least);
    kept.sort(([a], [b]) => (a < b ? -1 : 1));
    const columnOf = new Int32Array(this.#rowsWith.length).fill(-1);
    kept.forEach(([, number], column) => (columnOf[number] = column));
    return this.#rowsOf(
      columnOf,
      kept.map(([term]) => term),
    );
  }

  #rowsOf(columnOf: Int32Array, columns: string[]): SparseRows {
    const rows = this.#offsets.length - 1;
    const offsets = new Uint32Array(rows + 1);
    const entries: [column: number, count: number][] = [];
    for (let row = 0; row < rows; row += 1) {
      const own: [number, number][] = [];
      for (let at = this.#offsets[row]!; at < this.#offsets[row + 1]!; at += 1) {
        const column = columnOf[this.#term[at]!]!;
        if (column >= 0) own.push([column, this.#count[at]!]);
      }
      for (const entry of own.sort(([a], [b]) => a - b)) entries.push(entry);
      offsets[row + 1] = entries.length;
    }
    return {
      ...{ rows, columns, offsets },
      column: Int32Array.from(entries, ([column]) => column),
      value: Float64Array.from(entries, ([, count]) => count),
    };
  }
}
