export type ColumnType = 'text' | 'integer' | 'number' | 'timestamp' | 'date' | 'boolean';

export interface ImportOptions {
  /** Default: from the file's name. */
  table?: string;
  encoding?: string;
  delimiter?: string;
  quote?: string;
  header?: boolean;
  /** Lines to pass over before the header or the first record. */
  skip?: number;
  dateOrder?: 'dmy' | 'mdy' | 'ymd';
  /** 'text' keeps every column as it is written. */
  types?: 'text' | Record<string, ColumnType>;
  /** Workbooks: the sheet to read. */
  sheet?: string;
  /** Same columns: adds rows to a table that is there. */
  append?: boolean;
  /** Takes the place of the table of that name, once all is read; until then, and after a failure, the old one stays. */
  replace?: boolean;
  /** The character before a quote that is data, where quotes are not doubled. */
  escape?: string;
  /** Lines that begin with this are no records. */
  comment?: string;
  /** Lines of names above the data, joined to one name per column; default 1 where there is a header. */
  headerRows?: number;
  /** Which of several tables in one file, from 1. */
  part?: number;
  /** The member of an archive to read. */
  entry?: string;
  /** The sign between a number's whole part and its fraction, where values alone don't tell. */
  decimal?: '.' | ',';
  /** JSON: arrays in a record stay JSON text (default), or the record is repeated for each element. */
  arrays?: 'json' | 'rows';
  /** Only these columns, by their names in the table. */
  columns?: string[];
  /** Only rows whose time is from `from` on and before `to` (ISO). */
  between?: { column: string; from?: string; to?: string };
  /** A share 0..1 of the rows: those whose hash of `by` (or of the whole row) and seed falls in it. With `by` users stay whole. */
  sample?: { share: number; seed?: number; by?: string };
}

/** What of a value was altered when it was read: the key of a sentence under `ledger.change.*`. */
export type ChangeKind =
  | 'blank'
  | 'trimmed'
  | 'null-spelling'
  | 'thousands'
  | 'decimal-comma'
  | 'currency'
  | 'percent'
  | 'scale'
  | 'sign'
  | 'full-width'
  | 'rounded'
  | 'date-form'
  | 'two-digit-year'
  | 'month-name'
  | 'boolean-word'
  | 'epoch'
  | 'zone'
  | 'told';

/** Values of one column altered in one way, with the first few, before and after. */
export interface Change {
  kind: ChangeKind;
  count: number;
  examples: { line: number; before: string; after: string | null }[];
}

export interface ColumnReport {
  name: string;
  original: string;
  type: ColumnType;
  nulls: number;
  /** Values whose stored form says less or other than the text in the file (trimmed, a null spelling, rounded). */
  changed: number;
  /** Values that the column's type could not hold; they are null in the table and listed in the warnings. */
  rejected: number;
  /** Every altered value by kind; also those whose meaning is the same (`$1,200.50` and 1200.5), which `changed` leaves out. */
  changes?: Change[];
}

export interface RejectedRecord {
  /** 1-based line of the file on which the record begins. */
  line: number;
  reason: string;
  text: string;
  /** The file, where several went into one table. */
  file?: string;
}

export interface Warning {
  code: string;
  message: string;
  columns?: string[];
}

export interface Sniffed {
  format: string;
  encoding: string;
  delimiter?: string;
  quote?: string;
  header?: boolean;
  /** Records passed over on purpose: preamble, footer, comments, other tables, rows that the options leave out. */
  skipped?: number;
  escape?: string;
  comment?: string;
  headerRows?: number;
  sheet?: string;
  entry?: string;
  /** Which table of the file, and how many it has. */
  part?: number;
  parts?: number;
}

/** The import ledger of one table. Records in the file = rows + rejected + skipped. */
export interface ImportReport {
  table: string;
  rows: number;
  bytes: number;
  ms: number;
  sniffed: Sniffed;
  columns: ColumnReport[];
  records: number;
  /** The first ones, at most 1,000; `rejectedCount` is exact. */
  rejected: RejectedRecord[];
  rejectedCount: number;
  warnings: Warning[];
}

/** A warning before it has words: its code and values, for both languages. */
export interface Notice {
  code: string;
  values: Record<string, string | number>;
  columns?: string[];
}

/** What the decoder knows once a file is read: the report without what the engine adds. */
export type Ledger = Omit<ImportReport, 'table' | 'ms' | 'warnings'> & { notices: Notice[] };

/** One reading of a file: the options that ask for it, its name (`big5`, `dmy`, a sheet), and what the first rows then are. */
export interface Reading {
  options: ImportOptions;
  label: string;
  columns?: string[];
  rows?: (string | null)[][];
}

/** What only the analyst can know. The first reading is taken unless another is asked for. */
export interface Question {
  kind: 'encoding' | 'dialect' | 'date-order' | 'decimal' | 'sheet' | 'part';
  /** The column it is about. */
  column?: string;
  readings: Reading[];
}

/** What was understood of a file from its head, and its first rows as text, before it is imported. */
export interface Preview {
  sniffed: Sniffed;
  columns: { name: string; type: ColumnType }[];
  rows: (string | null)[][];
  /** Where the file leaves two readings open. */
  questions: Question[];
  /** Rows and bytes of the table to come, extrapolated from the head. */
  estimate: { rows: number; bytes: number };
}

/** A file inside a file: the members of an archive; a plain file is its only part. */
export interface Part {
  entry?: string;
  /** The name that it would have as a file of its own. */
  name: string;
  bytes: number;
}

export interface TableInfo {
  name: string;
  rows: number;
  columns: { name: string; type: string; role?: string }[];
}
