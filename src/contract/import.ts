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
}

export interface RejectedRecord {
  /** 1-based line of the file on which the record begins. */
  line: number;
  reason: string;
  text: string;
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
  skipped?: number;
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

/** What was understood of a file from its head, and its first rows as text, before it is imported. */
export interface Preview {
  sniffed: Sniffed;
  columns: { name: string; type: ColumnType }[];
  rows: (string | null)[][];
}

export interface TableInfo {
  name: string;
  rows: number;
  columns: { name: string; type: string; role?: string }[];
}
