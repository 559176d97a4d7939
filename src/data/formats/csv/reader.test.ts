import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { TextBatch } from '../../batch.ts';
import { textOf } from '../../typing/ascii.ts';
import type { CsvDialect } from './dialect.ts';
import { syntaxOf } from './head.ts';
import { CsvReader } from './reader.ts';
import { RecordScanner } from './scan.ts';

type Row = (string | null)[];

/** Reads a text in pieces of the sizes given, repeated. */
function read(text: string, dialect: CsvDialect, sizes: number[], maxRecordBytes?: number) {
  const bytes = new TextEncoder().encode(text);
  const reader = new CsvReader(dialect, [], maxRecordBytes);
  const rows: Row[] = [];
  const lines: number[] = [];
  const emit = (batch: TextBatch): void => {
    for (let row = 0; row < batch.rows; row++) {
      lines.push(batch.lines[row]!);
      rows.push(
        Array.from({ length: batch.width }, (_, column) => {
          const cell = row * batch.width + column;
          return batch.starts[cell]! < 0 ? null : textOf(batch.bytes, batch.starts[cell]!, batch.ends[cell]!);
        }),
      );
    }
  };
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    reader.push(bytes.subarray(at, at + size), emit);
    at += size;
  }
  reader.finish(emit);
  return { reader, rows, lines };
}

const dialect = (width: number, delimiter = ',', quote = '"', escape = ''): CsvDialect => ({
  ...syntaxOf(delimiter, quote, escape),
  width,
  padFrom: width,
  skipLines: 0,
  headerLines: 0,
  names: [],
  typed: [],
});

/**
 * An independent reading, one character after another: records as lists of fields, `null` for nothing, a string instead of a list where
 * the quotes are broken.
 */
function naive(text: string, delimiter: string, quote: string): Row[] {
  const records: Row[] = [];
  let record: Row = [];
  let field: string | null = null;
  let quoted = false;
  let used = false;
  const endField = () => {
    record.push(field);
    field = null;
  };
  const endRecord = () => {
    if (used || record.length > 0) {
      endField();
      records.push(record);
    }
    record = [];
    used = false;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char !== quote) field += char;
      else if (text[i + 1] === quote) field += text[++i]!;
      else quoted = false;
    } else if (char === delimiter) {
      endField();
      used = true;
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[i + 1] === '\n') i++;
      endRecord();
    } else if (char === quote && field === null) {
      quoted = true;
      field = '';
      used = true;
    } else {
      field = (field ?? '') + char;
      used = true;
    }
  }
  endRecord();
  return records;
}

const cell = fc.option(
  fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', '"', "'", ',', ';', '\t', '\n', '\r', ' ', 'é', '商', '🚲', '\\'),
      maxLength: 6,
    }),
    fc.string({ maxLength: 12 }),
    fc.integer().map(String),
  ),
  { nil: null },
);

const table = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 30 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|', 'x'),
    quote: fc.constantFrom('"', "'"),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    lastEnd: fc.boolean(),
    needless: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
    sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
  }),
);

/** Writes a table: quotes where they are needed, and here and there where they are not. */
function write({
  rows,
  delimiter,
  quote,
  end,
  lastEnd,
  needless,
}: {
  rows: Row[];
  delimiter: string;
  quote: string;
  end: string;
  lastEnd: boolean;
  needless: boolean[];
}): string {
  let count = 0;
  const field = (value: string | null): string => {
    if (value === null) return '';
    const must = value === '' || value.startsWith(quote) || value.includes(delimiter) || /[\r\n]/.test(value);
    return must || needless[count++ % needless.length] ? quote + value.replaceAll(quote, quote + quote) + quote : value;
  };
  const text = rows.map((row) => row.map(field).join(delimiter)).join(end);
  return lastEnd && rows.length > 0 ? text + end : text;
}

/** Records of delimiters alone are no rows at the end of a file. */
function withoutEmptyEnd(rows: Row[]): Row[] {
  const last = rows.findLastIndex((row) => row.some((field) => field !== null));
  return rows.slice(0, (rows[0]?.length ?? 0) > 1 ? last + 1 : rows.length);
}

/** The rows that fit: of the width, or with nothing in the fields beyond it. */
const fitting = (records: Row[], width: number): Row[] =>
  records
    .filter((record) => record.length >= width && record.slice(width).every((field) => field === null))
    .map((record) => record.slice(0, width));

describe('reading delimited text', () => {
  it('gives any table back that was written, in any dialect and however it is cut', () => {
    fc.assert(
      fc.property(table, (written) => {
        const { width, delimiter, quote, sizes } = written;
        // A record of one absent field is an empty line, and those are no records.
        const records = written.rows.filter((row) => width > 1 || row[0] !== null);
        const expected = withoutEmptyEnd(records);
        const { reader, rows } = read(write(written), dialect(width, delimiter, quote), sizes);
        expect(rows).toEqual(expected);
        expect(reader).toMatchObject({ records: records.length, rows: expected.length, rejectedCount: 0 });
        expect(reader.skipped).toBe(records.length - expected.length);
      }),
      { numRuns: 1500 },
    );
  });

  it('counts the records of any text as a naive reading does, where quotes are whole', () => {
    const soup = fc.array(fc.constantFrom('a', 'b,', ',', '\n', '\r\n', '\r', '"a"', '"b\n"', '"c""d"', '1'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        soup,
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (parts, width, sizes) => {
          const text = parts.join('');
          const records = naive(text, ',', '"');
          const { reader, rows } = read(text, dialect(width), sizes);
          // What broken quotes mean is a matter of policy, tested above.
          fc.pre(reader.rejected.every(({ reason }) => reason !== 'broken-quotes') && reader.mended.of('quotes') === 0);
          // A blank line may end a table, which is tested below.
          fc.pre(reader.tables.blanks === 0);
          const fit = fitting(records, width);
          expect(reader.records).toBe(records.length);
          expect(rows).toEqual(withoutEmptyEnd(fit));
          expect(reader.rejectedCount).toBe(records.length - fit.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads the same however any bytes are cut', () => {
    const bytes = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 40 });
    fc.assert(
      fc.property(
        bytes,
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        (text, width, sizes) => {
          const whole = read(text, dialect(width), [1000]);
          const cut = read(text, dialect(width), sizes);
          expect(cut.rows).toEqual(whole.rows);
          expect(cut.lines).toEqual(whole.lines);
          expect(cut.reader.rejected).toEqual(whole.reader.rejected);
          expect(cut.reader.notices).toEqual(whole.reader.notices);
          expect(cut.reader.records).toBe(cut.reader.rows + cut.reader.rejectedCount + cut.reader.skipped);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('knows on which line each record begins', () => {
    const { lines } = read('a,b\r\n\r\n"x\r\ny\rz",2\r\nc,d\n\n\ne,f', dialect(2), [3]);
    expect(lines).toEqual([1, 3, 6, 9]);
  });

  it('does not hold a whole file for a quote that never closes', () => {
    const text = `a,b\n"open,1,\n${'c,d\n'.repeat(1000)}`;
    const { reader, rows } = read(text, dialect(2), [100], 500);
    expect(rows).toHaveLength(1001);
    expect(reader.rejected).toEqual([{ line: 2, reason: 'broken-quotes', text: '"open,1,' }]);
  });

  it.each(['\n', '\r\n', '\r'])('sets a line aside that is too long by itself, and reads on behind it (%j)', (end) => {
    const long = 'x'.repeat(200);
    for (const size of [1, 7, 50, 203, 205]) {
      const lines = ['a,b', `1,"${long}"`, '2,y', `3,${long}`, '4,z', `"5"!${long}`];
      const { reader, rows, lines: at } = read(lines.join(end), dialect(2), [size], 40);
      expect(rows).toEqual([
        ['a', 'b'],
        ['2', 'y'],
        ['4', 'z'],
      ]);
      expect(at).toEqual([1, 3, 5]);
      expect(reader.rejected.map(({ line, reason }) => [line, reason])).toEqual([
        [2, 'too-long'],
        [4, 'too-long'],
        [6, 'too-long'],
      ]);
      expect(reader).toMatchObject({ records: 6, lines: 6 });
    }
  });

  it('does not read a long cell again for each chunk of it', () => {
    const scan = vi.spyOn(RecordScanner.prototype, 'scan');
    const cell = 'x""\n'.repeat(50_000);
    const { rows } = read(`1,"${cell}"\n2,y\n`, dialect(2), [64]);
    expect(rows.map(([, text]) => text)).toEqual([cell.replaceAll('""', '"'), 'y']);
    // 3,125 chunks, but the record is only looked at when eight times as much of it has come.
    expect(scan.mock.calls.length).toBeLessThan(15);
    scan.mockRestore();
  });

  it('passes over lines it is told to skip, blank ones too, and the header after them', () => {
    const { reader, rows } = read('#x\n\na,b\n1,2\n', { ...dialect(2), skipLines: 2, headerLines: 1 }, [1]);
    expect(rows).toEqual([['1', '2']]);
    expect(reader).toMatchObject({ records: 3, skipped: 2, rows: 1 });
  });

  it('mends a stray quote by the width, and keeps each record its own', () => {
    const { reader, rows } = read('1,"b,"c,d"\n"2,e,f\n3,""g",h\n4,i,"\n', dialect(3), [2]);
    expect(rows).toEqual([
      ['1', '"b', 'c,d'],
      ['"2', 'e', 'f'],
      ['3', '"g', 'h'],
      ['4', 'i', '"'],
    ]);
    expect(reader.mended.counts.get('quotes')).toEqual({ count: 4, line: 1, text: '1,"b,"c,d"' });
  });

  it('reads escapes and delimiters of several characters', () => {
    const escaped = read('a,"x\\"y, \\\\",1\n', dialect(3, ',', '"', '\\'), [3]);
    expect(escaped.rows).toEqual([['a', 'x"y, \\', '1']]);
    const double = read('a||"b||c"||\n||d|e||f\n', dialect(3, '||'), [1]);
    expect(double.rows).toEqual([
      ['a', 'b||c', null],
      [null, 'd|e', 'f'],
    ]);
  });

  it('reads on where the header comes again, and stops where one of another width is followed by its records', () => {
    const names = { ...dialect(2), headerLines: 1, names: ['a', 'b'] };
    const again = read('a,b\n1,2\na,b\n3,4\n', names, [5]);
    expect(again.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(again.reader).toMatchObject({ records: 3, rows: 2, skipped: 1, partLines: [1] });
    expect(again.reader.notices).toEqual([{ code: 'import.repeated-header', values: { count: 1, where: '3' } }]);
    const other = read('a,b\n1,2\n\nx,y,z\n1,2,3\n4,5,6\n7,8,9\n', names, [4]);
    expect(other.rows).toEqual([['1', '2']]);
    expect(other.reader).toMatchObject({ records: 5, rows: 1, skipped: 4, rejectedCount: 0, partLines: [1, 4] });
  });

  it('counts each of many repeated headers, at a cost that grows with the file', () => {
    const blocks = 20_000;
    const names = { ...dialect(2), headerLines: 1, names: ['a', 'b'] };
    const { reader, rows } = read('a,b\n1,2\n'.repeat(blocks), names, [1 << 20]);
    expect(rows).toHaveLength(blocks);
    expect(reader).toMatchObject({ records: 2 * blocks - 1, rows: blocks, skipped: blocks - 1, rejectedCount: 0 });
    expect(reader.notices[0]!.values).toMatchObject({ count: blocks - 1 });
  });

  it('goes back to the first table where its header comes again below another', () => {
    const names = { ...dialect(2), headerLines: 1, names: ['a', 'b'] };
    const { reader, rows } = read('a,b\n1,2\n\nx,y,z\n1,2,3\n4,5,6\n\na,b\n3,4\n', names, [4]);
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(reader).toMatchObject({ records: 6, rows: 2, skipped: 4, partLines: [1, 4] });
  });

  it('names the notes below a table a footer, and passes over delimiters at the end', () => {
    const { reader, rows } = read('1,2\n,\n3,4\n,\n\n(2 rows affected)\n', dialect(2), [3]);
    expect(rows).toEqual([
      ['1', '2'],
      [null, null],
      ['3', '4'],
    ]);
    expect(reader.rejected).toEqual([{ line: 6, reason: 'footer', text: '(2 rows affected)' }]);
    expect(reader).toMatchObject({ records: 5, rows: 3, skipped: 1, rejectedCount: 1 });
  });
});
