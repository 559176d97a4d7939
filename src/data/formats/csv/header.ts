import type { HeadRecord } from './head.ts';
import type { Look } from './look.ts';
import { columnLook, isName, lookOf } from './look.ts';
import { firstRecordByShape } from './name-shape.ts';

const MOST_HEADER_ROWS = 6;
/** Years that stand as names above columns of figures. */
const FIRST_YEAR = 1500;
const LAST_YEAR = 2200;

/** Records whose looks tell a column's. */
const LOOKED_RECORDS = 300;

/** What each column's values look like below a header; numbers and times tell it apart from names. */
export function bodyLooks(body: readonly HeadRecord[], width: number): Look[] {
  const looked = body.slice(0, LOOKED_RECORDS);
  return Array.from({ length: width }, (_, column) => columnLook(looked.map(({ fields }) => fields[column] ?? null)));
}

const isTyped = (look: Look): boolean => look === 'number' || look === 'time' || look === 'truth';

/** By column, whether its values have a look that names don't have. */
export const typedColumns = (looks: readonly Look[]): boolean[] => looks.map(isTyped);

/** What a first record was taken for, and whether that is a guess. */
export interface HeaderVerdict {
  header: boolean;
  guessed: boolean;
}

const sure = (header: boolean): HeaderVerdict => ({ header, guessed: false });

/**
 * Whether the first record names the columns: in a column of numbers or times, a name is a text, and data is not. Where all columns are
 * text, its shape tells, and where that doesn't either, a list's first line is data and a table's is names.
 */
export function judgeHeader(records: readonly HeadRecord[], isList: boolean): HeaderVerdict {
  const [first, ...rest] = records;
  const looks = first!.fields.map(lookOf);
  if (rest.length === 0) return sure(!looks.some((look) => look === 'number' || look === 'time'));
  if (hasSerialNames(first!, looks, rest)) return sure(true);
  const body = withoutRepeated(first!, rest);
  const below = bodyLooks(body, looks.length);
  let names = 0;
  let data = 0;
  looks.forEach((look, column) => {
    if (look === 'nothing' || !isTyped(below[column]!)) return;
    if (look === below[column]) data++;
    else if (look === 'text') names++;
  });
  if (names > 0 || data > 0) return sure(names > data);
  const isQuotedApart = first!.quoted === looks.length && rest.every(({ quoted }) => quoted < looks.length);
  if (isQuotedApart) return sure(true);
  if (repeats(first!, rest)) return sure(false);
  const shape = firstRecordByShape(first!, rest);
  return shape === 'open' ? { header: !isList && looks.length > 1, guessed: true } : sure(shape === 'names');
}

/** The records that aren't the first again, if that is names: a header may come again above each block of a table. */
export function withoutRepeated(first: HeadRecord, body: readonly HeadRecord[]): readonly HeadRecord[] {
  const { fields } = first;
  if (fields.length < 2 || !fields.every((field) => field !== null && isName(field))) return body;
  const isFirst = (other: HeadRecord): boolean =>
    other.fields.length === fields.length && other.fields.every((field, at) => field === fields[at]);
  const apart = body.filter((record) => !isFirst(record));
  return apart.length === 0 ? body : apart;
}

/** Years or running numbers above figures, and a text or nothing above the first column. */
function hasSerialNames(first: HeadRecord, looks: readonly Look[], body: readonly HeadRecord[]): boolean {
  const numbers = first.fields.filter((_, column) => looks[column] === 'number').map(Number);
  if (numbers.length < 2 || looks[0] === 'number' || numbers.length < looks.length - 2) return false;
  const step = numbers[1]! - numbers[0]!;
  const serial = step !== 0 && numbers.every((value, at) => at === 0 || value - numbers[at - 1]! === step);
  const years = numbers.every((value) => Number.isInteger(value) && value >= FIRST_YEAR && value <= LAST_YEAR);
  if (!serial || !(years || numbers[0] === 1 || numbers[0] === 0)) return false;
  const same = body.filter(({ fields }) =>
    first.fields.every((name, at) => looks[at] !== 'number' || fields[at] === name),
  );
  return same.length === 0;
}

const repeats = (first: HeadRecord, body: readonly HeadRecord[]): boolean =>
  first.fields.some((field, column) => field !== null && body.some(({ fields }) => fields[column] === field));

/** How many records from the first on are rows of names: those above the first that has a value in a column of values. */
export function headerRowsOf(records: readonly HeadRecord[], width: number): number {
  for (let rows = 2; rows < Math.min(MOST_HEADER_ROWS, records.length - 1); rows++) {
    const looks = bodyLooks(records.slice(rows), width);
    const names = records.slice(1, rows + 1);
    const body = records.slice(rows + 1);
    const next = names.findIndex((record) => record.fields.length !== width || !isNameRow(record, looks, body));
    if (next >= 0) return 1 + next;
  }
  return 1;
}

/** A row of names has texts above columns of values, nothing that looks like their values, and none that comes again below. */
function isNameRow({ fields }: HeadRecord, looks: readonly Look[], body: readonly HeadRecord[]): boolean {
  let names = 0;
  for (const [column, field] of fields.entries()) {
    if (field === null || !isTyped(looks[column] ?? 'nothing')) continue;
    const look = lookOf(field);
    if (look === looks[column]) return false;
    if (look !== 'text') continue;
    if (body.some((record) => record.fields[column] === field)) return false;
    names++;
  }
  return names > 0;
}

/** One name for each column out of several rows: groups reach to the right as far as names stand below them. */
export function joinNames(rows: readonly HeadRecord[], width: number): (string | null)[] {
  if (rows.length === 1) return rows[0]!.fields;
  const filled = rows.map(({ fields }, at) => (at < rows.length - 1 ? fillRight(rows, at, width) : fields));
  return Array.from({ length: width }, (_, column) => {
    const parts = filled.map((fields) => fields[column]?.trim() ?? '').filter((part) => part !== '');
    return parts.filter((part, at) => part !== parts[at - 1]).join(' ') || null;
  });
}

function fillRight(rows: readonly HeadRecord[], at: number, width: number): (string | null)[] {
  const { fields } = rows[at]!;
  const below = rows.slice(at + 1);
  const above = rows.slice(0, at);
  let group: string | null = null;
  return Array.from({ length: width }, (_, column) => {
    const own = fields[column] ?? null;
    if (own !== null && own.trim() !== '') group = own;
    // A group ends where one above it begins.
    else if (above.some((row) => (row.fields[column] ?? '') !== '')) group = null;
    const named = below.some((row) => (row.fields[column] ?? '') !== '');
    return own !== null && own.trim() !== '' ? own : named ? group : null;
  });
}
