import type { Candidate } from './candidates.ts';
import type { HeadRecord } from './head.ts';
import { lookOf } from './look.ts';

export interface Score {
  score: number;
  /** The width of most records, and their share. */
  width: number;
  share: number;
  /** Some quotes make no sense in it. */
  broken: boolean;
}

/** Cells whose looks are judged; more tell nothing new. */
const MOST_CELLS = 4000;
/** From this share of records with quotes on, single quotes and backticks are quotes and not apostrophes. */
const QUOTED_RECORDS = 0.5;
/** A record that fits only once some quotes are text speaks less for a dialect. */
const MENDED_COST = 0.3;
/** Told apart where all else is equal; quotes are quotes unless that breaks many records. */
const QUOTE_PRIOR: Readonly<Record<string, number>> = { '"': 1.005, "'": 1, '`': 1, '': 0.85 };
/** What an untidy cell takes from a dialect's score at most: half. */
const TIDY_WEIGHT = 0.5;

/**
 * A dialect is right when its records have the same number of fields, the more the less likely by chance, when its cells look like
 * values and not like pieces of them, and when its quotes make sense.
 */
export function scoreOf(records: readonly HeadRecord[], { quote, escape, prior }: Candidate, named: boolean): Score {
  if (records.length === 0) return { score: 0, width: 1, share: 0, broken: false };
  const whole = records.filter(({ broken }) => !broken);
  const { width, count } = commonWidth(whole);
  const mended = whole.filter((record) => record.mended && record.fields.length === width).length;
  const share = (count - MENDED_COST * mended) / records.length;
  const broken = whole.length < records.length || mended > 0;
  if (isApostrophe(records, quote)) return { score: 0, width, share, broken };
  const quoted = records.some((record) => record.quoted > 0);
  if (isHalfOfOne(whole, width) || dividesBracketsOnly(whole)) return { score: 0, width, share, broken };
  const tidy = 1 - TIDY_WEIGHT + TIDY_WEIGHT * tidyShare(records);
  // A width that a third of the records don't have is hardly one: the share counts twice.
  const agreement = share * share * (1 + Math.log2(width));
  // Between readings that are alike, the one that uses a quote that is there, and no escape that isn't needed.
  const signs = (quoted ? 1.02 : 1) * (escape === '' ? 1 : 0.995) * (QUOTE_PRIOR[quote] ?? 1);
  return { score: agreement * tidy * (width > 1 ? prior : 1) * signs * (named ? 1.2 : 1), width, share, broken };
}

/** Nothing in every second column: the delimiter is two of these signs. */
const isHalfOfOne = (records: readonly HeadRecord[], width: number): boolean =>
  width > 2 &&
  width % 2 === 1 &&
  records.every(({ fields }) => fields.every((field, at) => at % 2 === 0 || field === null));

/** From this share of the divided records on, a sign that stands in brackets alone separates a list within a field. */
const BRACKETED = 0.9;

/** Each delimiter stands within brackets: `[1, 2, 3]` is one value. */
function dividesBracketsOnly(records: readonly HeadRecord[]): boolean {
  const divided = records.filter(({ fields, quoted }) => fields.length > 1 && quoted === 0);
  return divided.length > 0 && divided.filter(isDividedInBrackets).length >= BRACKETED * divided.length;
}

/** Only what is open at the end of the first field counts: smileys and the like may stand before it. */
function isDividedInBrackets({ fields }: HeadRecord): boolean {
  let depth = 0;
  return fields.every((field, at) => {
    const text = field ?? '';
    if (at === fields.length - 1) return /[\]})]/.test(text);
    for (const sign of at === 0 ? /[^\]})]*$/.exec(text)![0] : text) {
      if ('[{('.includes(sign)) depth++;
      else if (']})'.includes(sign) && depth > 0) depth--;
    }
    return depth > 0;
  });
}

function isApostrophe(records: readonly HeadRecord[], quote: string): boolean {
  if (quote !== "'" && quote !== '`') return false;
  return records.filter(({ quoted, broken }) => quoted > 0 && !broken).length < QUOTED_RECORDS * records.length;
}

/** The most frequent width. Of widths that are nearly as frequent, the one that comes first, as of two tables the first. */
export function commonWidth(records: readonly HeadRecord[]): { width: number; count: number } {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  for (const [width, count] of counts) {
    if (count >= NEARLY * most && (width > 1 || count === most)) return { width, count };
  }
  return { width: 1, count: most };
}

const NEARLY = 0.9;

function tidyShare(records: readonly HeadRecord[]): number {
  let cells = 0;
  let tidy = 0;
  for (const { fields, broken } of records) {
    for (const field of fields) {
      cells++;
      if (!broken) tidy += tidiness(field);
    }
    if (cells >= MOST_CELLS) break;
  }
  return cells === 0 ? 1 : tidy / cells;
}

const QUOTE_AT_END = /^\s*["'`]|["'`]\s*$/;
const SIGN_AT_END = /^[,;|\t:^~]|[,;|\t^~]$/;
const BLANK_AT_END = /^\s|\s$/;

/** From 0 for what is a piece of a value to 1 for a value. */
function tidiness(field: string | null): number {
  if (field === null) return 1;
  if (QUOTE_AT_END.test(field)) return 0.2;
  if (SIGN_AT_END.test(field)) return 0.2;
  const look = lookOf(field);
  const blank = BLANK_AT_END.test(field) ? 0.8 : 1;
  return (look === 'text' ? 0.9 : 1) * blank;
}
