import type { ImportOptions } from '../../../contract/import.ts';
import { textOf } from '../../typing/ascii.ts';
import { endOfValue, INCOMPLETE, skipBlanks } from './validate.ts';

/** How records follow each other: one a line, as elements of one array, one after the other, or all within one object. */
export type Layout = 'lines' | 'array' | 'sequence' | 'object';

/** What a record is: an object with named values, a list of values by place, or a single value. */
export type Element = 'object' | 'array' | 'value';

/** How a JSON file is laid out, as far as its head tells. */
export interface Shape {
  layout: Layout;
  element: Element;
  /** Where the array of records begins within the file, when it lies inside an object; its path, and how many objects are around it. */
  start: number;
  path: string;
  levels: number;
  /** Names of the columns, for lists. */
  names?: string[];
  /** The first list holds the names. */
  header: boolean;
}

/** An array met within the outermost object. */
interface Found {
  path: string[];
  start: number;
  bytes: number;
  element: Element;
  empty: boolean;
}

const QUOTE = 34;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const LF = 10;
/** Lines that are tried before a file is taken for one of records that span lines. */
const TRIED_LINES = 10;
/** Objects around the records: `{"result":{"rows":[…]}}` has two. */
const MOST_LEVELS = 4;

const PLAIN: Shape = { layout: 'sequence', element: 'object', start: 0, path: '', levels: 0, header: false };

/** Understands a head that isn't blank. */
export function shapeOf(bytes: Uint8Array, whole: boolean, fileName: string, options: ImportOptions): Shape {
  const start = skipBlanks(bytes, 0, bytes.length);
  const named = /\.(ndjson|jsonl)(\.\w+)?$/i.test(fileName);
  if (named || hasRecordLines(bytes, start)) return linesShape(bytes, start, options);
  if (bytes[start] === OPEN_ARRAY) return arrayShape(bytes, start, options);
  if (bytes[start] !== OPEN_OBJECT) return { ...PLAIN, element: 'value' };
  return objectShape(bytes, start, whole, options);
}

function linesShape(bytes: Uint8Array, start: number, options: ImportOptions): Shape {
  const element = elementAt(bytes, start);
  // In NDJSON a scalar is a fault of its line.
  if (element !== 'array') return { ...PLAIN, layout: 'lines' };
  return { ...PLAIN, layout: 'lines', element, header: isHeader(bytes, start, options) };
}

/** Records that begin with an array's first element. */
function arrayShape(bytes: Uint8Array, start: number, options: ImportOptions): Shape {
  const first = skipBlanks(bytes, start + 1, bytes.length);
  const element = elementAt(bytes, first);
  const header = element === 'array' && isHeader(bytes, first, options);
  return { ...PLAIN, layout: 'array', element, header };
}

function elementAt(bytes: Uint8Array, at: number): Element {
  if (bytes[at] === OPEN_OBJECT) return 'object';
  return bytes[at] === OPEN_ARRAY ? 'array' : 'value';
}

/** True if one of the first lines is an object by itself, or the first two are arrays. */
function hasRecordLines(bytes: Uint8Array, start: number): boolean {
  let at = start;
  let arrays = 0;
  for (let line = 0; line < TRIED_LINES && at < bytes.length; line++) {
    const newline = bytes.indexOf(LF, at);
    const end = newline < 0 ? bytes.length : newline;
    const from = skipBlanks(bytes, at, end);
    const to = bytes[from] === OPEN_OBJECT || bytes[from] === OPEN_ARRAY ? endOfValue(bytes, from, end, true) : 0;
    const isWhole = to > 0 && skipBlanks(bytes, to, end) === end;
    // A file of one line is its own value: an object may hold the records.
    if (isWhole && bytes[from] === OPEN_OBJECT) return line > 0 || skipBlanks(bytes, end, bytes.length) < bytes.length;
    if (isWhole && ++arrays === 2) return true;
    if (bytes[from] === OPEN_ARRAY && !isWhole) return false;
    at = end + 1;
  }
  return false;
}

/** Names first: texts, all different, none empty. */
function isHeader(bytes: Uint8Array, start: number, { header }: ImportOptions): boolean {
  if (header !== undefined) return header;
  const end = endOfValue(bytes, start, bytes.length, false);
  return end > 0 && namesOf(bytes, start, end) !== undefined;
}

function namesOf(bytes: Uint8Array, start: number, end: number): string[] | undefined {
  const values = JSON.parse(textOf(bytes, start, end)) as unknown[];
  const names = values.filter((value): value is string => typeof value === 'string' && value.trim() !== '');
  return names.length > 0 && new Set(names).size === values.length ? names : undefined;
}

/** One object, or several: the records are they, or within the only one. */
function objectShape(bytes: Uint8Array, start: number, whole: boolean, options: ImportOptions): Shape {
  const found: Found[] = [];
  const end = findArrays(bytes, start, whole, [], found);
  const isAlone = end < 0 ? end === INCOMPLETE : skipBlanks(bytes, end, bytes.length) === bytes.length;
  if (!isAlone) return PLAIN;
  const lists = found.filter(({ element, empty }) => element !== 'value' && !empty);
  const best = lists.sort((a, b) => b.bytes - a.bytes)[0];
  if (best) return withinShape(bytes, best, found, options);
  return mayBeColumns(bytes, start) ? { ...PLAIN, layout: 'object' } : PLAIN;
}

function withinShape(bytes: Uint8Array, best: Found, found: readonly Found[], options: ImportOptions): Shape {
  const { path, start, element } = best;
  const shape: Shape = { ...PLAIN, layout: 'array', element, start, path: path.join('.'), levels: path.length };
  if (element !== 'array') return shape;
  const beside = found.find((other) => other.path.at(-1) === 'columns' && isSibling(other.path, path));
  const end = beside ? endOfValue(bytes, beside.start, bytes.length, false) : 0;
  const names = end > 0 ? namesOf(bytes, beside!.start, end) : undefined;
  const first = skipBlanks(bytes, start + 1, bytes.length);
  return { ...shape, names, header: !names && isHeader(bytes, first, options) };
}

const isSibling = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.slice(0, -1).every((key, index) => key === b[index]);

/** Notes the arrays in an object and the objects in it; returns the object's end, or what `endOfValue` would. */
function findArrays(bytes: Uint8Array, start: number, final: boolean, path: string[], found: Found[]): number {
  const length = bytes.length;
  let at = skipBlanks(bytes, start + 1, length);
  if (bytes[at] === CLOSE_OBJECT) return at + 1;
  for (;;) {
    if (at < length && bytes[at] !== QUOTE) return endOfValue(bytes, start, length, final);
    const keyEnd = endOfValue(bytes, at, length, final);
    if (keyEnd < 0) return keyEnd;
    const key = JSON.parse(textOf(bytes, at, keyEnd)) as string;
    at = skipBlanks(bytes, skipBlanks(bytes, keyEnd, length) + 1, length);
    const end = findInValue(bytes, at, final, [...path, key], found);
    if (end < 0) return end;
    at = skipBlanks(bytes, end, length);
    if (bytes[at] === CLOSE_OBJECT && at < length) return at + 1;
    if (at < length && bytes[at] !== 44) return endOfValue(bytes, start, length, final);
    at = skipBlanks(bytes, at + 1, length);
  }
}

function findInValue(bytes: Uint8Array, at: number, final: boolean, path: string[], found: Found[]): number {
  if (bytes[at] === OPEN_OBJECT && path.length < MOST_LEVELS) return findArrays(bytes, at, final, path, found);
  const end = endOfValue(bytes, at, bytes.length, final);
  if (bytes[at] !== OPEN_ARRAY) return end;
  const first = skipBlanks(bytes, at + 1, bytes.length);
  const element = elementAt(bytes, first);
  found.push({ path, start: at, bytes: (end < 0 ? bytes.length : end) - at, element, empty: bytes[first] === 93 });
  return end;
}

/** Tables by columns, and by numbered rows, begin with an array, or with a zero as the first or second key. */
function mayBeColumns(bytes: Uint8Array, start: number): boolean {
  const text = textOf(bytes, start, Math.min(bytes.length, start + 4096));
  return /^\{\s*("0"\s*:\s*\{|"(?:[^"\\]|\\.)*"\s*:\s*(\[|\{\s*"0"\s*:))/.test(text);
}
