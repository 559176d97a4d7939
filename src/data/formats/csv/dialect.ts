import type { Syntax } from './syntax.ts';

/** How one delimited file is to be read. */
export interface CsvDialect extends Syntax {
  /** Columns of the table. */
  width: number;
  /** Records of at least this many fields are filled up with nulls; `width` where none is. */
  padFrom: number;
  /** Physical lines to pass over before the header or the first record; each counts as a skipped record. */
  skipLines: number;
  /** Physical lines of the header, which is no record. */
  headerLines: number;
  /** The header's names as written, by which its coming again is told; empty without a header. */
  names: readonly (string | null)[];
  /** By column, whether its values are numbers or times: names in such a column can't be values. */
  typed: readonly boolean[];
  /** Lines that begin with this are no records. */
  comment?: Uint8Array;
  /** The comment sign was seen rather than told: only lines that don't fit the table are comments. */
  commentSeen?: boolean;
}

/** Another table in the same file. */
export interface OtherTable {
  line: number;
  names: string[];
}

/** What was mended or passed over, and where first. */
export interface Count {
  count: number;
  line: number;
  text: string;
}
