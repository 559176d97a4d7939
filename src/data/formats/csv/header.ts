import { classify } from '../../typing/classify.ts';
import { Kind, newValue } from '../../typing/value.ts';
import type { HeadRecord } from './head.ts';

type Look = 'number' | 'time' | 'truth' | 'text' | 'nothing';

const encoder = new TextEncoder();
const value = newValue();

function lookOf(field: string | null): Look {
  if (field === null) return 'nothing';
  const bytes = encoder.encode(field);
  const kind = classify(bytes, 0, bytes.length, value);
  if (kind === Kind.blank) return 'nothing';
  if (kind === Kind.boolean) return 'truth';
  if (kind === Kind.integer || kind === Kind.bigInteger || kind === Kind.decimal || kind === Kind.digits)
    return 'number';
  return kind === Kind.other ? 'text' : 'time';
}

/**
 * True if the first record names the columns: in a column of numbers or times, a name is a text, and data is not.
 * Where all columns are text, the first record is taken for names, unless one of its texts comes again below it.
 */
export function hasHeader(records: readonly HeadRecord[]): boolean {
  const [first, ...body] = records;
  const looks = first!.fields.map(lookOf);
  if (body.length === 0) return !looks.some((look) => look === 'number' || look === 'time');
  let names = 0;
  let data = 0;
  looks.forEach((look, column) => {
    const below = columnLook(body, column);
    if (look === 'nothing' || below === 'text' || below === 'nothing') return;
    if (look === below) data++;
    else if (look === 'text') names++;
  });
  if (names > 0 || data > 0) return names > 0;
  return !repeats(first!, body);
}

/** What all values of a column look like; text where they differ. */
function columnLook(records: readonly HeadRecord[], column: number): Look {
  let common: Look = 'nothing';
  for (const { fields } of records) {
    const look = lookOf(fields[column] ?? null);
    if (look === 'nothing') continue;
    if (common !== 'nothing' && common !== look) return 'text';
    common = look;
  }
  return common;
}

const repeats = (first: HeadRecord, body: readonly HeadRecord[]): boolean =>
  first.fields.some((field, column) => field !== null && body.some(({ fields }) => fields[column] === field));
