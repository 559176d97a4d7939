/** What a cell holds, whatever the program that wrote it calls it. */
export const CellKind = { text: 1, number: 2, time: 3, truth: 4, error: 5, noValue: 6 } as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/** One cell that isn't blank. `text`: digits of a number, ISO form of a time, `true` or `false`, an error's name. */
export interface Cell {
  /** 0-based column of the sheet. */
  column: number;
  kind: CellKind;
  text: string;
}

/** A row with at least one cell; `line` is its number in the sheet, from 1. */
export interface Row {
  line: number;
  cells: Cell[];
}

/** A sheet whose rows can be read anew from the first. */
export interface Sheet {
  name: string;
  hidden: boolean;
  /** Rows in pieces, blank ones left out. */
  rows(): AsyncGenerator<Row[]>;
  /** The share of the sheet read by the newest `rows`, 0..1. */
  share(): number;
}

export interface Workbook {
  /** As the ledger names it: `xlsx`, `xls`, `xlsb`, `ods`. */
  format: string;
  sheets: Sheet[];
}

/** A column's letters: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

/** The 0-based column of a reference such as `AB12`; undefined where it begins with no letters. */
export function columnOfReference(reference: string): number | undefined {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = (reference.charCodeAt(at) & ~32) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return at === 0 ? undefined : column - 1;
}
