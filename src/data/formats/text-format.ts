import type { ImportOptions, Notice, Question, RejectedRecord, Sniffed } from '../../contract/import.ts';
import type { TextBatch } from '../batch.ts';

/** Splits bytes that arrive in chunks into records of texts, and keeps count of what it couldn't. */
export interface TextReader {
  /** The columns' names as written, `null` where there is none; JSON may find more as it goes. */
  readonly columns: readonly (string | null)[];
  /** Records found, counted apart from what became of them: rows + rejected + skipped. */
  readonly records: number;
  readonly rows: number;
  readonly skipped: number;
  readonly rejected: RejectedRecord[];
  readonly rejectedCount: number;
  /** Lines that all of these, the header and what was passed over take up together, where records are made of lines. */
  readonly lines?: number;
  /** What else a person should know, once all is read. */
  readonly notices?: readonly Notice[];
  /** Tables in the file, where it may have several. */
  readonly parts?: number;
  /** The line on which each of them begins. */
  readonly partLines?: readonly number[];
  /** Reads what ends within the bytes so far; `emit` must be done with a block when it returns. */
  push(chunk: Uint8Array, emit: (batch: TextBatch) => void): void;
  /** Reads the rest. */
  finish(emit: (batch: TextBatch) => void): void;
}

/** How one file of a text format is written, understood from its head. */
export interface TextDialect {
  sniffed: Omit<Sniffed, 'encoding'>;
  /** A reader from the first byte; `columns` are those known from an earlier pass. */
  open(columns?: readonly (string | null)[]): TextReader;
  /** What a person should know of the reading chosen. */
  notices?: Notice[];
  /** Readings that explain the file nearly as well. */
  alternatives?: Question[];
}

/** The head of a file as UTF-8. */
export interface Head {
  bytes: Uint8Array;
  /** The head is all there is. */
  whole: boolean;
  fileName: string;
  /** Lines of the file before these bytes, where they don't begin it. */
  linesBefore?: number;
  /** Tables in the file, where the bytes begin with a further one. */
  parts?: number;
}

/** A family of text formats that share records and fields. */
export interface TextFormat {
  understand(head: Head, options: ImportOptions): TextDialect;
}
