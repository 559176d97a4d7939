import type { ImportOptions } from '../../../contract/import.ts';
import { columnLook, lookOf } from '../csv/look.ts';
import type { Extent } from './line.ts';
import { cut, isWide, placesOf } from './line.ts';

/** How the lines of a file of fixed width are divided. */
export interface FixedLayout {
  columns: Extent[];
  /** Positions are counted as on a screen, where an ideograph takes two. */
  cells: boolean;
  /** Lines before the header or the first record. */
  skip: number;
  /** Lines of names and of rulers behind them. */
  headerLines: number;
  names: (string | null)[];
}

const JUDGED_LINES = 500;
/** Titles that may stand above a table, and lines among which its ruler is looked for. */
const MOST_PREAMBLE = 8;
const FEWEST_LINES = 3;
/** Of this share of the lines a gap may hold something, and a column may be aligned otherwise. */
const STRAY_SHARE = 0.01;
const ALIGNED_SHARE = 0.9;
const FITTING_SHARE = 0.9;
/** Of this share of the lines, columns are further apart than one blank. */
const PADDED_SHARE = 0.2;
/** The share among all lines, titles and rulers too: a cheap look that most files don't pass. */
const SEEN_PADDED = 0.1;
const DELIMITED_SHARE = 0.8;
const PADDED = /\S {2,}\S/;
/** What begins XML, and bytes that are in no report. */
const NO_REPORT = /^\s*<|[\0-\x08\x0e-\x1f]/;
const DELIMITERS = [',', '\t', ';', '|'];
const RULER = /^\s*(?:-{2,}|={2,}|_{2,})(?:\s+(?:-+|=+|_+))+\s*$/;

interface Line {
  /** 0-based line of the file. */
  number: number;
  text: string;
}

/** The layout of a head; undefined where its columns don't stand below each other, or a delimiter explains the lines better. */
export function layoutOf(text: string, whole: boolean, options: ImportOptions = {}): FixedLayout | undefined {
  if (NO_REPORT.test(text)) return undefined;
  const lines = linesOf(text, whole, options.skip ?? 0);
  if (lines.filter(({ text: line }) => PADDED.test(line)).length < lines.length * SEEN_PADDED) return undefined;
  const measures = lines.some(({ text: line }) => [...line].some(isWide)) ? [false, true] : [false];
  const layouts = measures.map((cells) => byRuler(lines, cells, options) ?? byBlanks(lines, cells, options));
  const found = layouts.filter((layout) => layout !== undefined);
  return found.sort((a, b) => b.columns.length - a.columns.length)[0];
}

function linesOf(text: string, whole: boolean, skip: number): Line[] {
  const lines = text.split(/\r\n|\r|\n/).map((line, number) => ({ number, text: line }));
  if (!whole) lines.pop();
  return lines.filter(({ number, text: line }) => number >= skip && line.trim() !== '').slice(0, JUDGED_LINES);
}

/** Groups of dashes below the names draw the columns. */
function byRuler(lines: readonly Line[], cells: boolean, options: ImportOptions): FixedLayout | undefined {
  const at = lines.slice(0, MOST_PREAMBLE + 2).findIndex(({ text }) => RULER.test(text));
  if (at < 0 || at + 1 >= lines.length) return undefined;
  const columns = [...lines[at]!.text.matchAll(/\S+/g)].map(({ index, 0: dashes }) => ({
    start: index,
    end: index + dashes.length,
  }));
  const body = lines.slice(at + 1).filter(({ text }) => !isRule(text));
  if (body.length === 0 || fitting(body, columns, cells) < body.length * FITTING_SHARE) return undefined;
  const header = at > 0 && options.header !== false ? lines[at - 1]! : undefined;
  const first = header ?? lines[at]!;
  return {
    columns,
    cells,
    skip: first.number,
    headerLines: lines[at]!.number + 1 - first.number,
    names: header ? namesOf(header.text, columns, cells) : columns.map(() => null),
  };
}

/** Positions that are blank in all lines divide them, if what is between is aligned. */
function byBlanks(lines: readonly Line[], cells: boolean, options: ImportOptions): FixedLayout | undefined {
  for (let preamble = 0; preamble <= MOST_PREAMBLE; preamble++) {
    const first = lines[preamble];
    const body = lines.slice(preamble + 1);
    if (!first || body.length < FEWEST_LINES) return undefined;
    if (isDelimited(body)) continue;
    const columns = columnsOf(body, cells);
    if (!columns) continue;
    return withHeader(first, body, columns, cells, options);
  }
  return undefined;
}

function withHeader(first: Line, body: Line[], columns: Extent[], cells: boolean, options: ImportOptions): FixedLayout {
  const fields = fieldsOf(first.text, columns, cells);
  const names = fields ?? wordsOf(first.text, columns.length);
  const fits = fields !== undefined;
  const header = names !== undefined && (options.header ?? (!fits || looksLikeHeader(fields, body, columns, cells)));
  return {
    columns,
    cells,
    // A line above that is neither a record nor names is a title.
    skip: names === undefined ? first.number + 1 : first.number,
    headerLines: header ? 1 : 0,
    names: header ? names : columns.map(() => null),
  };
}

/** Names are text above numbers and times; where all columns are text, a first line that doesn't come again is taken for names. */
function looksLikeHeader(fields: (string | null)[], body: readonly Line[], columns: Extent[], cells: boolean): boolean {
  const rows = body.flatMap(({ text }) => [fieldsOf(text, columns, cells) ?? []]);
  const below = columns.map((_, column) => columnLook(rows.map((row) => row[column] ?? null)));
  const typed = below.flatMap((look, column) => (look === 'text' || look === 'nothing' ? [] : [column]));
  const names = typed.filter((column) => lookOf(fields[column]!) === 'text').length;
  const data = typed.filter((column) => lookOf(fields[column]!) === below[column]).length;
  if (names + data > 0) return names > data;
  return !rows.some((row) => row.some((value, column) => value !== null && value === fields[column]));
}

/** Names that don't stand above their columns, in the columns' order. */
function wordsOf(text: string, count: number): string[] | undefined {
  const apart = text.trim().split(/\s{2,}/);
  if (apart.length === count) return apart;
  const words = text.trim().split(/\s+/);
  return words.length === count ? words : undefined;
}

const namesOf = (text: string, columns: Extent[], cells: boolean): (string | null)[] =>
  fieldsOf(text, columns, cells) ?? wordsOf(text, columns.length) ?? columns.map(() => null);

function fieldsOf(text: string, columns: readonly Extent[], cells: boolean): (string | null)[] | undefined {
  const places = placesOf(text, cells);
  const edges = new Int32Array(columns.length * 2);
  if (!cut(columns, places.length, blankIn(places), edges)) return undefined;
  return columns.map((_, column) => places.slice(edges[2 * column], edges[2 * column + 1]).join('') || null);
}

const blankIn = (places: readonly string[]) => (at: number) => at >= places.length || places[at] === ' ';

const fitting = (lines: readonly Line[], columns: readonly Extent[], cells: boolean): number =>
  lines.filter(({ text }) => fieldsOf(text, columns, cells) !== undefined).length;

const isRule = (text: string): boolean => /^[\s=_+-]*$/.test(text);

/** The columns between positions that are blank in nearly all lines; undefined where they are no columns of a table. */
function columnsOf(lines: readonly Line[], cells: boolean): Extent[] | undefined {
  const body = lines.filter(({ text }) => !isRule(text)).map(({ text }) => placesOf(text.trimEnd(), cells));
  if (body.length < FEWEST_LINES || body.filter(isPadded).length < body.length * PADDED_SHARE) return undefined;
  const columns = between(body);
  if (columns.length < 2 || !columns.every((column) => isAligned(body, column))) return undefined;
  const fits = fitting(lines, columns, cells);
  return fits >= lines.length * FITTING_SHARE ? columns : undefined;
}

function between(body: readonly string[][]): Extent[] {
  const width = Math.max(...body.map(({ length }) => length));
  const used = new Uint32Array(width + 1);
  for (const places of body) places.forEach((char, at) => (used[at]! += char === ' ' ? 0 : 1));
  const columns: Extent[] = [];
  let start = -1;
  for (let at = 0; at <= width; at++) {
    const filled = used[at]! > Math.floor(body.length * STRAY_SHARE);
    if (filled && start < 0) start = at;
    if (filled || start < 0) continue;
    columns.push({ start, end: at });
    start = -1;
  }
  return columns;
}

/** Blanks between values that one alone would part. */
const isPadded = (places: readonly string[]): boolean => PADDED.test(places.map((char) => char || 'x').join(''));

/** Values of a table begin below each other or end below each other; words of prose do neither. */
function isAligned(body: readonly string[][], { start, end }: Extent): boolean {
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  let filled = 0;
  for (const places of body) {
    let from = start;
    let to = Math.min(end, places.length);
    while (from < to && places[from] === ' ') from++;
    while (to > from && places[to - 1] === ' ') to--;
    if (from >= to) continue;
    filled++;
    starts.set(from, (starts.get(from) ?? 0) + 1);
    ends.set(to, (ends.get(to) ?? 0) + 1);
  }
  return Math.max(...starts.values(), ...ends.values(), 0) >= filled * ALIGNED_SHARE;
}

/** True where nearly all lines have a delimiter, or none has more than single blanks. Commas between thousands part no values. */
function isDelimited(lines: readonly Line[]): boolean {
  const plain = lines.map(({ text }) => text.replace(/(\d),(?=\d{3}(?!\d))/g, '$1'));
  const isIn = (delimiter: string): boolean =>
    plain.filter((text) => text.includes(delimiter)).length >= plain.length * DELIMITED_SHARE;
  return DELIMITERS.some(isIn) || lines.every(({ text }) => !PADDED.test(text));
}
