import type { StoredRows } from '../../contract/document.ts';

/** Which tables of the schema main are on disk as they are in the database. A table that was touched since is not. */
export class KeptRows {
  readonly #rows = new Map<string, StoredRows>();
  readonly #versions = new Map<string, number>();
  /** What the change that is under way has touched: read meanwhile, it is neither as it was nor as it will be. */
  readonly #changing = new Set<string>();
  #isUnderWay = false;

  get(table: string): StoredRows | undefined {
    return this.#rows.get(table);
  }

  /** Rises whenever the table's rows may have changed: what was read of it meanwhile is no use. A table asked for is watched. */
  version(table: string): number {
    const version = this.#versions.get(table) ?? 0;
    this.#versions.set(table, version);
    return version;
  }

  set(table: string, rows: StoredRows): void {
    this.#rows.set(table, rows);
  }

  /** True where the change that is under way touches the table. */
  isChanging(table: string): boolean {
    return this.#changing.has(table);
  }

  /** A change begins; what it touches counts as touched until it has settled. */
  begin(): void {
    this.#isUnderWay = true;
  }

  settle(): void {
    this.#isUnderWay = false;
    this.touch(...this.#changing);
    this.#changing.clear();
  }

  touch(...tables: string[]): void {
    for (const table of tables) {
      if (this.#isUnderWay) this.#changing.add(table);
      this.#rows.delete(table);
      this.#versions.set(table, this.version(table) + 1);
    }
  }

  touchAll(): void {
    this.touch(...this.#known());
  }

  /** A statement can only change tables that it names; one that names a table for another reason costs a look. */
  touchNamed(sql: string): void {
    const text = sql.toLowerCase();
    const names = (table: string) => text.includes(table.toLowerCase()) || text.includes(quoted(table));
    // Escapes of U&"…" could hide any name.
    const hides = text.includes('u&"');
    this.touch(...this.#known().filter((table) => hides || names(table)));
  }

  #known(): string[] {
    return [...new Set([...this.#rows.keys(), ...this.#versions.keys()])];
  }
}

const quoted = (table: string): string => table.toLowerCase().replaceAll('"', '""');
