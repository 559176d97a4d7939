/**
 * Reads RFC 4180 text one character after another, as plainly as can be: the truth that corpora are held against, and
 * therefore none of the importer's own code. Blank lines are no records.
 */
export function readStrictCsv(text: string, delimiter = ',', quote = '"'): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let used = false;
  const endRecord = (): void => {
    if (used) records.push([...record, field]);
    record = [];
    field = '';
    used = false;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === quote && field === '') {
      const close = closing(text, at + 1, quote);
      field = text.slice(at + 1, close).replaceAll(quote + quote, quote);
      at = close;
      used = true;
    } else if (char === delimiter) {
      record.push(field);
      field = '';
      used = true;
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[at + 1] === '\n') at++;
      endRecord();
    } else {
      field += char;
      used = true;
    }
  }
  endRecord();
  return records;
}

function closing(text: string, from: number, quote: string): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at < 0 ? text.length : at;
}
