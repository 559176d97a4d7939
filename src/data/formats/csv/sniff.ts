import type { ImportOptions } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { Candidate, Told } from './candidates.ts';
import { candidatesOf, refinementsOf } from './candidates.ts';
import type { HeadRecord } from './head.ts';
import { readHead, syntaxOf } from './head.ts';
import type { Layout } from './layout.ts';
import { layoutOf } from './layout.ts';
import { repairLine } from './repair.ts';
import { isEscaped, isQuoted } from './scan.ts';
import type { Score } from './score.ts';
import { commonWidth, scoreOf } from './score.ts';
import { CR, fieldText, LF } from './syntax.ts';

/** Bytes and records that candidates are judged by; the table's layout is judged by all of the head. */
const JUDGED_BYTES = 1 << 15;
const JUDGED_RECORDS = 200;
/** Plain dialects that are tried with escapes too, or without quotes, where some quotes don't come out even. */
const REFINED = 3;
const LAYOUT_RECORDS = 3000;
/** A reading that scores this near to the best is shown beside it. */
const NEAR = 0.9;
const NEAR_SHARE = 0.9;

/** How a delimited file is written, as far as its head tells. */
export interface CsvSniff extends Layout {
  delimiter: string;
  quote: string;
  escape: string;
  comment: string;
  commentSeen: boolean;
  header: boolean;
  /** Physical lines before the header or the first record, and of the header. */
  skip: number;
  headerLines: number;
  /** The table's first record as written, names or data. */
  firstText: string;
  /** Other delimiters that explain the file nearly as well. */
  near: string[];
  share: number;
}

interface Judged extends Score {
  candidate: Candidate;
}

/** Tries the dialects that the options leave open, and keeps the one whose records agree best on their width. */
export function sniffCsv(bytes: Uint8Array, whole: boolean, options: ImportOptions, fileName: string): CsvSniff {
  const skipped = options.skip ? endOfLines(bytes, options.skip) : 0;
  const body = bytes.subarray(skipped);
  const judged = judge(body, whole, options, fileName);
  const [best] = judged;
  const { delimiter, quote, escape } = best!.candidate;
  const syntax = syntaxOf(delimiter, quote, escape);
  const comment = options.comment ?? '';
  const read = readHead(body, syntax, { whole, most: LAYOUT_RECORDS, comment });
  const records = mendBroken(body, read, best!.candidate);
  const told = {
    header: options.header,
    headerRows: options.headerRows,
    skip: options.skip !== undefined,
    isList: /\.(txt|text|lst|list)(\.|$)/i.test(fileName),
  };
  const layout = layoutOf(records, told);
  const first = records[layout.preamble];
  const last = records[layout.preamble + layout.headerRows - 1];
  const seen = comment === '' ? commentIn(records, layout) : '';
  return {
    ...layout,
    delimiter,
    quote,
    escape,
    comment: comment || seen,
    commentSeen: seen !== '',
    header: layout.headerRows > 0,
    skip: (options.skip ?? 0) + (first && hasLines(body.subarray(0, first.start)) ? first.line : 0),
    headerLines: layout.headerRows > 0 ? last!.line + last!.lines - first!.line : 0,
    firstText: first ? new TextDecoder().decode(body.subarray(first.start, first.end)) : '',
    near: judged.filter((other) => isNear(other, best!)).map(({ candidate }) => candidate.delimiter),
    share: best!.share,
  };
}

/** True if there is more than blank lines: titles and notes, or comments, which are read as no records here. */
const hasLines = (above: Uint8Array): boolean => above.some((byte) => byte !== LF && byte !== CR);

/** All candidates, the best first. */
function judge(body: Uint8Array, whole: boolean, options: ImportOptions, fileName: string): Judged[] {
  const sample = body.subarray(0, JUDGED_BYTES);
  const told = toldBy(options);
  const text = new TextDecoder().decode(sample);
  const limits = { whole: whole && sample.length === body.length, most: JUDGED_RECORDS, comment: options.comment };
  const isTabbed = /\.(tsv|tab)(\.|$)/i.test(fileName);
  const judgeOne = (candidate: Candidate): Judged => {
    const read = readHead(sample, syntaxOf(candidate.delimiter, candidate.quote, candidate.escape), limits);
    const records = mendBroken(sample, read, candidate);
    return { candidate, ...scoreOf(records, candidate, isTabbed && candidate.delimiter === '\t') };
  };
  const plain = candidatesOf(text, told).map(judgeOne).sort(byScore);
  const refined = plain.slice(0, REFINED).filter(({ broken }) => broken);
  const others = refined.flatMap(({ candidate }) => refinementsOf(candidate, text, told)).map(judgeOne);
  return [...plain, ...others].sort(byScore);
}

const byScore = (a: Judged, b: Judged): number => b.score - a.score;

const toldBy = ({ delimiter, quote, escape }: ImportOptions): Told => ({
  delimiter: delimiter === undefined ? undefined : delimiterTold(delimiter),
  quote: quote === undefined ? undefined : oneByte('quote', quote),
  escape: escape === undefined ? undefined : oneByte('escape', escape),
});

/** Another delimiter that makes records of one width too; not a longer form of the same. */
function isNear({ candidate, score, width, share }: Judged, best: Judged): boolean {
  const other = candidate.delimiter;
  const own = best.candidate.delimiter;
  if (candidate.quote !== best.candidate.quote || candidate.escape !== best.candidate.escape) return false;
  if (other === own || other.includes(own) || own.includes(other) || width < 2 || best.width < 2) return false;
  return score >= NEAR * best.score && share >= NEAR_SHARE;
}

function delimiterTold(value: string): string {
  const text = value.replaceAll('\\t', '\t');
  if (text === '' || /[\r\n"]/.test(text)) throw new AppError('import.bad-delimiter', { value });
  return text;
}

function oneByte(option: string, value: string): string {
  const ascii = value.length === 1 && value.charCodeAt(0) < 128 && value !== '\n' && value !== '\r';
  if (value === '' || ascii) return value;
  throw new AppError('import.bad-option', { option, value });
}

function endOfLines(bytes: Uint8Array, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines && at < bytes.length; line++) {
    while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
    at += bytes[at] === 13 && bytes[at + 1] === 10 ? 2 : 1;
  }
  return Math.min(at, bytes.length);
}

/** Reads records whose quotes make no sense again, as the reader will, now that the width of the others is known. */
function mendBroken(body: Uint8Array, records: HeadRecord[], { delimiter, quote, escape }: Candidate): HeadRecord[] {
  const whole = records.filter((record) => !record.broken);
  if (whole.length === 0 || whole.length === records.length) return records;
  const syntax = syntaxOf(delimiter, quote, escape);
  const { width } = commonWidth(whole);
  return records.map((record) => {
    const fields = record.broken ? repairLine(body, record.start, record.end, syntax, width) : undefined;
    if (!fields) return record;
    const texts = fields.map(({ start, end, form }) =>
      start === end && !isQuoted(form) ? null : fieldText(body, start, end, syntax, isEscaped(form), isQuoted(form)),
    );
    const quoted = fields.filter(({ form }) => isQuoted(form)).length;
    return { ...record, fields: texts, quoted, broken: false, mended: true };
  });
}

const COMMENTS = ['#', '//', '%', '--', '!', '*'];

/** The sign that lines begin with which don't fit the table, above it or within. */
function commentIn(records: readonly HeadRecord[], { preamble, width }: Layout): string {
  if (width < 2) return '';
  const odd = records.filter(({ fields }, at) => at < preamble || fields.length !== width);
  const starts = odd.map(({ fields }) => fields[0] ?? '');
  return COMMENTS.find((sign) => starts.some((text) => text.startsWith(sign))) ?? '';
}
