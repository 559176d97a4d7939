import { isName } from './look.ts';
import type { CsvDialect, OtherTable } from './dialect.ts';

/** A record as the finder of tables sees it. */
export interface SeenRecord {
  line: number;
  texts: readonly (string | null)[];
  /** A blank line stands before it. */
  afterBlank: boolean;
}

/** With more blank lines than this, they separate records rather than tables. */
const MOST_BLANKS = 100;
/** Records of a new width that make a table of what began like a header. */
const PERSISTS = 2;

/** Lines that a notice names. */
const SHOWN_LINES = 20;

/** The share of the names that a new header must share with the first to be one without a blank line before it. */
const SHARED_NAMES = 0.5;

/** Tells where another table begins in the same file: by its header, never by width alone. */
export class OtherTables {
  readonly found: OtherTable[] = [];
  /** How often the first table's header came again, and on which lines first. */
  repeats = 0;
  readonly repeatLines: number[] = [];
  blanks = 0;
  /** A header of another width, until the records below prove it. */
  private candidate?: { table: OtherTable; width: number; records: number };
  private names: readonly string[];
  private width: number;

  constructor(private readonly dialect: CsvDialect) {
    this.names = dialect.names.map((name) => name?.trim() ?? '');
    this.width = dialect.width;
  }

  /** The records since the newest header are of another table than the first. */
  get inside(): boolean {
    return this.found.length > 0 && !this.resumed;
  }

  /** A header of another width came, and it is open whether a table follows. */
  get pending(): boolean {
    return this.candidate !== undefined;
  }

  private resumed = false;

  /**
   * True if this record is the header of the table under way or of the first table again. What follows are more records of that table.
   */
  continuesWith({ line, texts }: SeenRecord): boolean {
    if (equalNames(texts, this.dialect.names)) {
      if (this.inside) this.resume();
      this.repeats++;
      if (this.repeatLines.length < SHOWN_LINES) this.repeatLines.push(line);
      return true;
    }
    return this.inside && equalNames(texts, this.names);
  }

  /** True if a table begins with this record, which fits the width of the one under way. */
  beginsHere(record: SeenRecord): boolean {
    if (this.contradictsTypes(record)) {
      this.begin({ line: record.line, names: namesOf(record.texts) }, record.texts.length);
      return true;
    }
    return false;
  }

  /**
   * Takes a record of another width. Returns how many records before it, already counted, turn out to belong to the new table;
   * -1 where it belongs to none that is known.
   */
  ragged(record: SeenRecord): number {
    const { candidate } = this;
    if (candidate && record.texts.length === candidate.width) {
      if (++candidate.records < PERSISTS) return -1;
      this.begin(candidate.table, candidate.width);
      this.candidate = undefined;
      return PERSISTS;
    }
    this.candidate = undefined;
    if (this.couldBegin(record)) {
      const table = { line: record.line, names: namesOf(record.texts) };
      this.candidate = { table, width: record.texts.length, records: 0 };
    }
    return -1;
  }

  /** A record of the first table's width came while another one's were read: that was an interruption. */
  resume(): void {
    this.resumed = true;
    this.width = this.dialect.width;
  }

  /** True if a record of this width, inside another table, is one of the first table's again. */
  resumesWith(fields: number): boolean {
    return fields === this.dialect.width && this.width !== this.dialect.width;
  }

  forget(): void {
    this.candidate = undefined;
  }

  private begin(table: OtherTable, width: number): void {
    this.found.push(table);
    this.names = table.names;
    this.width = width;
    this.resumed = false;
  }

  private contradictsTypes({ texts, afterBlank }: SeenRecord): boolean {
    const { typed } = this.dialect;
    if (!afterBlank || this.blanks > MOST_BLANKS || this.inside || texts.length !== this.dialect.width) return false;
    return (
      typed.some(Boolean) && texts.length > 1 && areNames(texts) && typed.every((is, at) => !is || texts[at] !== null)
    );
  }

  private couldBegin({ texts, afterBlank }: SeenRecord): boolean {
    if (texts.length < 2 || !areNames(texts)) return false;
    if (afterBlank && this.blanks <= MOST_BLANKS) return true;
    const known = new Set(this.dialect.names.map((name) => name?.trim()));
    const shared = texts.filter((text) => text !== null && known.has(text.trim())).length;
    return shared >= 2 && shared >= SHARED_NAMES * Math.max(texts.length, this.dialect.names.length);
  }
}

const namesOf = (texts: readonly (string | null)[]): string[] => texts.map((text) => text?.trim() ?? '');

function equalNames(texts: readonly (string | null)[], names: readonly (string | null)[]): boolean {
  if (names.length < 2 || texts.length !== names.length) return false;
  return texts.every((text, at) => (text ?? '').trim() === (names[at] ?? '').trim());
}

/** Names stand side by side, and none comes twice; delimiters may follow. */
function areNames(texts: readonly (string | null)[]): boolean {
  let last = texts.length;
  while (last > 0 && (texts[last - 1] ?? '').trim() === '') last--;
  const named = texts.slice(0, last);
  return last >= 2 && named.every((text) => text !== null && isName(text)) && new Set(named).size === last;
}
