import type { ImportOptions } from '../../../contract/import.ts';
import type { Cell, Row } from './cell.ts';
import { CellKind } from './cell.ts';

/** Where the table is on its sheet. */
export interface Region {
  /** Rows of names above the data, by their line; none where the data begins at once. */
  headerLines: number[];
  /** The first line that can be a record. */
  firstLine: number;
  /** The sheet's columns that are the table's, in order. */
  columns: number[];
  names: (string | null)[];
  /** Cells that most records have. */
  typical: number;
}

/** Rows that a region is judged by. */
const JUDGED = 500;
/** A row with this share of the usual cells belongs to the table. */
const FULL = 0.5;
/** Rows of titles and notes that may stand above a table. */
const MOST_ABOVE = 30;
/** Values that a column apart from the others needs, as a share of the rows, to belong to the table. */
const APART = 0.5;

/** Finds the table among the first rows of a sheet: beneath titles, beside blank columns, with one row of names or several. */
export function findRegion(all: readonly Row[], options: ImportOptions): Region {
  const rows = all.filter(({ line }) => line > (options.skip ?? 0)).slice(0, JUDGED);
  const typical = typicalCount(rows);
  const needed = Math.max(Math.min(2, typical), Math.ceil(typical * FULL));
  const start = options.skip === undefined ? firstTable(rows, needed) : 0;
  const header = headerOf(rows, start, typical, options);
  const body = rows.slice(start + header.length - above(rows, start, header));
  const columns = columnsOf(header, body);
  const firstLine = body[0]?.line ?? (header.at(-1)?.line ?? 0) + 1;
  return { headerLines: header.map(({ line }) => line), firstLine, columns, names: namesOf(header, columns), typical };
}

/** Header rows that stand before `start`: a row of groups over the names. */
const above = (rows: readonly Row[], start: number, header: readonly Row[]): number =>
  header.length > 0 && header[0]!.line < rows[start]!.line ? 1 : 0;

/** The upper quartile: most rows of a table are full, and titles and notes are short. */
function typicalCount(rows: readonly Row[]): number {
  const counts = rows.map(({ cells }) => cells.length).sort((a, b) => a - b);
  return counts[Math.floor(counts.length * 0.75)] ?? 0;
}

/**
 * Where the table begins. Above the first full row of more than text, the fullest row of text has the names, and others are notes;
 * where all is text, it is the first full row that has another one below it.
 */
function firstTable(rows: readonly Row[], needed: number): number {
  const full = ({ cells }: Row): boolean => cells.length >= needed;
  const data = rows.findIndex((row) => full(row) && !row.cells.every(isText));
  if (data > 0 && data <= MOST_ABOVE) {
    const above = rows.slice(0, data);
    const most = Math.max(...above.map(({ cells }) => cells.length));
    const names = above.findIndex(({ cells }) => cells.length === most);
    return most >= needed ? names : data;
  }
  if (data === 0) return 0;
  const found = rows.findIndex((row, index) => full(row) && (index + 1 === rows.length || full(rows[index + 1]!)));
  return Math.max(0, found);
}

function headerOf(rows: readonly Row[], start: number, typical: number, options: ImportOptions): Row[] {
  const first = rows[start];
  if (!first || options.header === false) return [];
  if (options.headerRows !== undefined) return rows.slice(start, start + options.headerRows);
  if (options.header === undefined && !isHeader(first, rows.slice(start + 1))) return [];
  const [group, before] = [rows[start - 1], rows[start - 2]];
  // With more text right above it, a row is one of several notes rather than groups.
  const alone = group?.line === first.line - 1 && before?.line !== group.line - 1;
  if (alone && isGroups(group, first)) return [group, first];
  const second = rows[start + 1];
  const twoRows =
    second && rows[start + 2] && second.line === first.line + 1 && isSubHeader(first, second, rows, start + 2);
  return twoRows && second.cells.length >= typical * FULL ? [first, second] : [first];
}

const isText = ({ kind }: Cell): boolean => kind === CellKind.text;

/** Two or more texts, fewer than the names below them; the leftmost column is under no group, or else the row is a note. */
function isGroups({ cells }: Row, names: Row): boolean {
  const below = new Set(names.cells.map(({ column }) => column));
  const leftmost = Math.min(cells[0]!.column, names.cells[0]!.column);
  const grouped = cells.some(({ column }) => column === leftmost) && below.has(leftmost);
  return cells.length >= 2 && cells.length < names.cells.length && cells.every(isText) && !grouped;
}

/** A second row of names: fills what the first leaves blank, and unlike it the rows below hold more than text. */
function isSubHeader(first: Row, second: Row, rows: readonly Row[], bodyAt: number): boolean {
  const named = new Set(first.cells.map(({ column }) => column));
  const fills = second.cells.some(({ column }) => !named.has(column));
  if (!fills || !second.cells.every(isText)) return false;
  const body = rows.slice(bodyAt);
  return second.cells.some(({ column }) => {
    const look = columnLook(body, column);
    return look !== CellKind.text && look !== undefined;
  });
}

/**
 * True if a row names the columns: over a column of numbers or times a name is a text, and data is not. Where all is text it is
 * taken for names, unless one of its texts comes again below it.
 */
function isHeader(row: Row, body: readonly Row[]): boolean {
  if (!row.cells.some(isText)) return false;
  if (body.length === 0) return row.cells.every(isText);
  let names = 0;
  let data = 0;
  for (const { column, kind } of row.cells) {
    const look = columnLook(body, column);
    if (look === undefined || look === CellKind.text) continue;
    if (kind === look) data++;
    else if (kind === CellKind.text) names++;
  }
  if (names > 0 || data > 0) return names > 0;
  return !row.cells.some((cell) => body.some(({ cells }) => cells.some((other) => same(cell, other))));
}

const same = (a: Cell, b: Cell): boolean => a.column === b.column && a.text === b.text;

/** What nearly all cells of a column are; text where they differ, undefined where there are none. */
function columnLook(rows: readonly Row[], column: number): CellKind | undefined {
  const counts = new Map<CellKind, number>();
  let cells = 0;
  for (const row of rows) {
    const cell = row.cells.find((other) => other.column === column);
    if (!cell || cell.kind === CellKind.error || cell.kind === CellKind.noValue) continue;
    cells++;
    counts.set(cell.kind, (counts.get(cell.kind) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most && most[1] >= cells * 0.8 ? most[0] : most && CellKind.text;
}

/** The columns in use; those that a blank column sets apart only if they are named and as full as the rest. */
function columnsOf(header: readonly Row[], body: readonly Row[]): number[] {
  const counts = new Map<number, number>();
  for (const { cells } of [...header, ...body]) {
    for (const { column } of cells) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  const named = new Set(header.flatMap(({ cells }) => cells.map(({ column }) => column)));
  const groups = neighbours([...counts.keys()].sort((a, b) => a - b));
  const weight = (group: number[]): number => group.reduce((sum, column) => sum + counts.get(column)!, 0);
  const fullest = (group: number[]): number => Math.max(...group.map((column) => counts.get(column)!));
  const main = groups.reduce((best, group) => (weight(group) > weight(best) ? group : best), groups[0] ?? []);
  const belongs = (group: number[]): boolean =>
    group === main ||
    (header.length > 0 && group.every((column) => named.has(column)) && fullest(group) >= fullest(main) * APART);
  return groups.filter(belongs).flat();
}

function neighbours(columns: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const column of columns) {
    if (groups.at(-1)?.at(-1) === column - 1) groups.at(-1)!.push(column);
    else groups.push([column]);
  }
  return groups;
}

/** One name per column; a row of groups holds for the columns to the right up to the next group. */
function namesOf(header: readonly Row[], columns: readonly number[]): (string | null)[] {
  const rows = header.map((row, index) => {
    const names = columns.map((column) => row.cells.find((cell) => cell.column === column)?.text.trim() || null);
    return index < header.length - 1 ? filled(names, header[index + 1]!, columns) : names;
  });
  return columns.map((_, index) => {
    const parts = rows.map((names) => names[index]).filter((name) => name !== null && name !== undefined);
    return parts.length > 0 ? parts.join(' ') : null;
  });
}

function filled(names: (string | null)[], below: Row, columns: readonly number[]): (string | null)[] {
  const named = new Set(below.cells.map(({ column }) => column));
  let group: string | null = null;
  return names.map((name, index) => {
    // A name with none below it spans both rows and is no group.
    group = name ?? (named.has(columns[index]!) ? group : null);
    if (name !== null && !named.has(columns[index]!)) group = null;
    return name ?? group;
  });
}
