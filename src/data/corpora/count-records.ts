/** How a file is said to be written, in the terms of the ledger; an absent sign is ''. */
export interface CountedDialect {
  delimiter: string;
  quote: string;
  escape: string;
  comment: string;
  /** Lines before the table; each counts as one record. */
  preamble: number;
  /** Records of names, which count as none. */
  headerRows: number;
}

/**
 * Counts the records of a text by a plain state machine over its characters: an oracle for the ledger, which knows nothing of widths,
 * repairs or tables and shares no code with the importer. A quote opens only at the beginning of a field; the first one that is
 * neither doubled nor escaped closes it. Blank lines are no records; comments are, of one line each.
 */
export function countRecords(text: string, dialect: CountedDialect): number {
  const { preamble, headerRows, comment } = dialect;
  let at = 0;
  let lines = 0;
  for (; lines < preamble && at < text.length; lines++) at = afterLine(text, at);
  let records = 0;
  while (at < text.length) {
    if (isBreak(text[at])) at = afterLine(text, at);
    else {
      at = comment !== '' && text.startsWith(comment, at) ? afterLine(text, at) : afterRecord(text, at, dialect);
      records++;
    }
  }
  return lines + Math.max(0, records - headerRows);
}

const isBreak = (char: string | undefined): boolean => char === '\n' || char === '\r';

function afterLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text[at])) at++;
  return at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1);
}

function afterRecord(text: string, from: number, { delimiter, quote, escape }: CountedDialect): number {
  let state: 'field' | 'text' | 'quoted' = 'field';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    const pair = text[at + 1] === quote && quote !== '';
    if (state === 'quoted') {
      const escaped = char === escape && (pair || text[at + 1] === escape);
      if (escaped || (char === quote && pair)) at++;
      else if (char === quote) state = 'text';
    } else if (isBreak(char)) return afterLine(text, at);
    else if (delimiter !== '' && text.startsWith(delimiter, at)) {
      at += delimiter.length - 1;
      state = 'field';
    } else if (char === quote && state === 'field') state = 'quoted';
    else {
      if (
        char === escape &&
        escape !== '' &&
        at + 1 < text.length &&
        [quote, escape, delimiter[0], '\n', '\r'].includes(text[at + 1])
      )
        at++;
      state = 'text';
    }
  }
  return text.length;
}
