/** One record of the head, as texts; `null` for an empty field without quotes. */
export interface HeadRecord {
  /** 0-based physical line on which it begins. */
  line: number;
  fields: (string | null)[];
  /** Fields that stood in quotes. */
  quoted: number;
}

/**
 * Splits the head of a file in one dialect: the plain reading that sniffing and previews need, at most `most` records.
 * Where the head is cut off within a record, that record is left out.
 */
export function readHead(text: string, delimiter: string, quote: string, whole: boolean, most: number): HeadRecord[] {
  const records: HeadRecord[] = [];
  let at = 0;
  let line = 0;
  while (at < text.length && records.length < most) {
    if (text[at] === '\n' || text[at] === '\r') {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
      line++;
      continue;
    }
    const record = readRecord(text, at, line, delimiter, quote);
    if (record.end >= text.length && !whole && !/[\r\n]$/.test(text)) break;
    records.push(record);
    at = record.end;
    line += record.lines;
  }
  return records;
}

interface ReadRecord extends HeadRecord {
  end: number;
  lines: number;
}

function readRecord(text: string, start: number, line: number, delimiter: string, quote: string): ReadRecord {
  const record: ReadRecord = { line, fields: [], quoted: 0, end: start, lines: 1 };
  let at = start;
  for (;;) {
    const close = quote !== '' && text[at] === quote ? closingQuote(text, at + 1, quote) : -1;
    if (close >= 0) {
      const raw = text.slice(at + 1, close);
      record.fields.push(raw.replaceAll(quote + quote, quote));
      record.lines += raw.match(/\r\n|\r|\n/g)?.length ?? 0;
      record.quoted++;
      at = close + 1;
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
    if (close < 0) record.fields.push(at > from ? text.slice(from, at) : null);
    else if (at > from) record.fields[record.fields.length - 1] += text.slice(from, at);
    if (text[at] !== delimiter) break;
    at++;
  }
  if (at < text.length) at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  record.end = at;
  return record;
}

function closingQuote(text: string, start: number, quote: string): number {
  let at = text.indexOf(quote, start);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}
