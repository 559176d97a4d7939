import type { ImportOptions, Notice, Question } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import { LineSkipper } from '../../line-skipper.ts';
import type { Head, TextDialect, TextFormat } from '../text-format.ts';
import { delimitersIn } from './candidates.ts';
import type { CsvDialect } from './dialect.ts';
import { syntaxOf } from './head.ts';
import { CsvReader } from './reader.ts';
import type { CsvSniff } from './sniff.ts';
import { sniffCsv } from './sniff.ts';

/** Delimited text: CSV, TSV and their relatives with any delimiter, quote and escape. */
export const csvFormat: TextFormat = {
  understand(head: Head, options: ImportOptions): TextDialect {
    if (head.whole && new TextDecoder().decode(head.bytes).trim() === '') {
      throw new AppError('import.empty-file', { file: head.fileName });
    }
    const part = options.part ?? 1;
    return understandFrom(part > 1 && head.linesBefore === undefined ? headOfPart(head, options, part) : head, options);
  },
};

function understandFrom(head: Head, options: ImportOptions): TextDialect {
  const { linesBefore } = head;
  // Where a further table is read, the lines before it are known.
  const told = linesBefore === undefined ? options : { ...options, skip: 0 };
  const sniff = sniffCsv(head.bytes, head.whole, told, head.fileName);
  const skip = sniff.skip + (linesBefore ?? 0);
  const columns = Array.from({ length: sniff.width }, (_, index) => sniff.names[index] ?? null);
  const dialect = dialectOf(sniff, skip);
  const { delimiter, quote, header, headerRows } = sniff;
  return {
    sniffed: {
      format: delimiter === '\t' ? 'tsv' : 'csv',
      delimiter,
      quote,
      header,
      skipped: skip,
      ...(sniff.escape === '' ? {} : { escape: sniff.escape }),
      ...(sniff.comment === '' ? {} : { comment: sniff.comment }),
      ...(headerRows > 1 ? { headerRows } : {}),
      ...(options.part === undefined ? {} : { part: options.part }),
      ...(head.parts === undefined ? {} : { parts: head.parts }),
    },
    open: () => new CsvReader(dialect, columns),
    notices: noticesOf(sniff, skip, options, head),
    ...(sniff.near.length > 0 && options.delimiter === undefined ? { alternatives: [question(sniff)] } : {}),
  };
}

function dialectOf(sniff: CsvSniff, skipLines: number): CsvDialect {
  const { width, padFrom, headerLines, names, typed, comment, commentSeen } = sniff;
  return {
    ...syntaxOf(sniff.delimiter, sniff.quote, sniff.escape),
    width,
    padFrom,
    skipLines,
    headerLines,
    names,
    typed,
    ...(comment === '' ? {} : { comment: new TextEncoder().encode(comment), commentSeen }),
  };
}

/** The head from the table of this number on, if it reaches so far; the head itself otherwise. */
function headOfPart(head: Head, options: ImportOptions, part: number): Head {
  const reader = understandFrom(head, { ...options, part: undefined }).open();
  reader.push(head.bytes, () => undefined);
  if (head.whole) reader.finish(() => undefined);
  const line = reader.partLines?.[part - 1];
  if (line === undefined) return head;
  const bytes = new LineSkipper(line - 1).skipIn(head.bytes);
  return { ...head, bytes, linesBefore: line - 1, parts: reader.parts };
}

/** How a delimiter is shown where it would be invisible. */
const shown = (delimiter: string): string =>
  delimiter
    .replaceAll('\t', '\\t')
    .replaceAll(/[\0-\x1f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

function noticesOf(sniff: CsvSniff, skip: number, options: ImportOptions, head: Head): Notice[] {
  const notices: Notice[] = [];
  if (sniff.skip > (options.skip ?? 0) || sniff.preamble > 0)
    notices.push({ code: 'import.skipped-lines', values: { count: skip } });
  if (sniff.headerRows > 1 && options.headerRows === undefined) {
    notices.push({ code: 'import.header-rows', values: { count: sniff.headerRows } });
  }
  if (sniff.header && sniff.namesGiven !== sniff.width) {
    notices.push({ code: 'import.header-width', values: { names: sniff.namesGiven, width: sniff.width } });
  }
  if (sniff.guessed) {
    const code = sniff.header ? 'import.header-guessed' : 'import.first-record-guessed';
    notices.push({ code, values: { text: sniff.firstText.slice(0, SHOWN) } });
  }
  const near = sniff.near.map(shown).join(' ');
  if (near !== '') notices.push({ code: 'import.dialect-near', values: { delimiter: shown(sniff.delimiter), near } });
  if (sniff.width === 1 && options.delimiter === undefined) notices.push(...oneColumn(head));
  if (sniff.quote === '' && options.quote === undefined) notices.push(...quotesAsText(sniff.delimiter, head));
  return notices;
}

/** Fields that begin with a quote, in a file that reads better with its quotes as text. */
function quotesAsText(delimiter: string, { bytes }: Head): Notice[] {
  const lines = new TextDecoder().decode(bytes.subarray(0, 1 << 16)).split(/\r\n|\r|\n/);
  const quoted = lines.filter((line) => line.split(delimiter).some((field) => field.startsWith('"')));
  const line = lines.indexOf(quoted[0] ?? '') + 1;
  return quoted.length === 0
    ? []
    : [{ code: 'import.quotes-as-text', values: { count: quoted.length, line, text: quoted[0]!.slice(0, SHOWN) } }];
}

/** Longer texts are cut in notices. */
const SHOWN = 120;

/** From this share of lines with a delimiter on, a single column is no plain list. */
const DELIMITED_SHARE = 0.5;
/** Blanks and the signs of prose are no delimiters that a list would be suspected of. */
const SUSPECT = /[,;\t|]/;

function oneColumn({ bytes }: Head): Notice[] {
  const text = new TextDecoder().decode(bytes.subarray(0, 1 << 16));
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '');
  if (lines.filter((line) => SUSPECT.test(line.replaceAll(/"[^"]*"/g, ''))).length < DELIMITED_SHARE * lines.length)
    return [];
  return [{ code: 'import.one-column', values: { tried: delimitersIn(text).map(shown).join(' ') } }];
}

function question(sniff: CsvSniff): Question {
  const delimiters = [sniff.delimiter, ...new Set(sniff.near)];
  return {
    kind: 'dialect',
    readings: delimiters.map((delimiter) => ({ options: { delimiter }, label: shown(delimiter) })),
  };
}
