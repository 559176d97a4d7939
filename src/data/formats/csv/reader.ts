import type { RejectedRecord } from '../../../contract/import.ts';
import type { TextBatch } from '../../batch.ts';
import type { TextReader } from '../text-format.ts';
import { Rejections } from '../../rejections.ts';
import { blockRows } from '../../typing/table.ts';

const LF = 10;
const CR = 13;
/** A record longer than this has lost its closing quote. */
const MAX_RECORD_BYTES = 32 << 20;

export interface CsvDialect {
  /** One byte each; 0 for "no quotes". */
  delimiter: number;
  quote: number;
  /** Fields of a record. */
  width: number;
  /** Physical lines to pass over before the first record. */
  skipLines: number;
  /** The first record after them names the columns and is no record of the table. */
  header: boolean;
}

/** What became of one record. */
const Outcome = { accepted: 0, refused: 1, incomplete: 2, brokenQuotes: 3 } as const;
type Outcome = (typeof Outcome)[keyof typeof Outcome];

/**
 * Finds records and fields in bytes that arrive in chunks (RFC 4180, any single-byte delimiter, LF, CRLF or CR), and hands them on in
 * blocks of offsets. A record that doesn't have `width` fields, or whose quotes are broken, is set aside with its line and text.
 */
export class CsvReader implements TextReader {
  /** Records found, skipped lines included; counted where each begins, apart from what becomes of it. */
  records = 0;
  rows = 0;
  skipped = 0;
  private readonly rejections = new Rejections();

  private buffer = new Uint8Array(0);
  /** Bytes of the buffer in use; one more is kept free for the sentinel. */
  private length = 0;
  private position = 0;
  private line = 1;
  private headerAhead: boolean;

  private readonly batch: TextBatch;
  private readonly capacity: number;
  /** Fields of the record under way whose doubled quotes have to be halved. */
  private readonly doubled: number[] = [];
  // What the record under way came to; fields, since a record is read millions of times.
  private end = 0;
  private lines = 0;
  private fields = 0;

  constructor(
    private readonly dialect: CsvDialect,
    readonly columns: readonly (string | null)[],
    private readonly maxRecordBytes = MAX_RECORD_BYTES,
  ) {
    this.headerAhead = dialect.header;
    this.capacity = blockRows(dialect.width);
    const cells = this.capacity * dialect.width;
    this.batch = {
      bytes: this.buffer,
      starts: new Int32Array(cells),
      ends: new Int32Array(cells),
      lines: new Float64Array(this.capacity),
      rows: 0,
      width: dialect.width,
    };
  }

  get rejected(): RejectedRecord[] {
    return this.rejections.first;
  }

  get rejectedCount(): number {
    return this.rejections.count;
  }

  /** Reads all records that end within the bytes so far. `emit` must be done with a block when it returns. */
  push(chunk: Uint8Array, emit: (batch: TextBatch) => void): void {
    this.extend(chunk);
    this.read(emit, false);
    this.buffer.copyWithin(0, this.position, this.length);
    this.length -= this.position;
    this.position = 0;
  }

  /** Reads the last record, whether or not a line break ends it. */
  finish(emit: (batch: TextBatch) => void): void {
    this.extend(new Uint8Array(0));
    this.read(emit, true);
  }

  private extend(chunk: Uint8Array): void {
    const needed = this.length + chunk.length + 1;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, Math.min(this.buffer.length * 2, needed + MAX_RECORD_BYTES)));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(chunk, this.length);
    this.length += chunk.length;
    // A line break after the last byte ends every inner loop without a check of its own.
    this.buffer[this.length] = LF;
  }

  private read(emit: (batch: TextBatch) => void, final: boolean): void {
    const batch = this.batch;
    batch.bytes = this.buffer;
    while (this.skipLines(final) && this.skipBlankLines(final)) {
      if (!this.headerAhead) this.readPlainRecords();
      if (batch.rows === this.capacity) {
        this.hand(emit);
        continue;
      }
      if (!this.skipBlankLines(final)) break;
      const outcome = this.readRecord(batch.rows * batch.width, final);
      if (outcome === Outcome.incomplete) break;
      this.settle(outcome);
      if (batch.rows === this.capacity) this.hand(emit);
    }
    if (batch.rows > 0) this.hand(emit);
  }

  private hand(emit: (batch: TextBatch) => void): void {
    emit(this.batch);
    this.batch.rows = 0;
  }

  private settle(outcome: Outcome): void {
    if (this.headerAhead) {
      this.headerAhead = false;
      this.advance(outcome);
      return;
    }
    this.records++;
    if (outcome === Outcome.accepted) {
      if (this.doubled.length > 0) this.halveQuotes();
      this.batch.lines[this.batch.rows++] = this.line;
      this.rows++;
    } else this.reject(outcome);
    this.advance(outcome);
  }

  private advance(outcome: Outcome): void {
    // Where a quote went wrong nobody knows where the record ends: give up its first line, and read on with the next.
    const broken = outcome === Outcome.brokenQuotes;
    this.position = broken ? this.endOfFirstLine() : this.end;
    this.line += broken ? 1 : this.lines;
  }

  private endOfFirstLine(): number {
    return Math.min(this.endOfLine(this.position), this.length);
  }

  private reject(outcome: Outcome): void {
    const broken = outcome === Outcome.brokenQuotes;
    const ragged = this.fields < this.dialect.width ? 'too-few-fields' : 'too-many-fields';
    const end = broken ? this.endOfFirstLine() : this.end;
    this.rejections.add(this.line, broken ? 'broken-quotes' : ragged, this.buffer, this.position, end);
  }

  /** True when all lines to be skipped are behind. */
  private skipLines(final: boolean): boolean {
    while (this.skipped < this.dialect.skipLines) {
      const end = this.position < this.length ? this.endOfLine(this.position) : this.length;
      if (end >= this.length && !(final && this.position < this.length)) return false;
      this.position = Math.min(end, this.length);
      this.line++;
      this.skipped++;
      this.records++;
    }
    return true;
  }

  private endOfLine(start: number): number {
    const buffer = this.buffer;
    let i = start;
    while (buffer[i] !== LF && buffer[i] !== CR) i++;
    return buffer[i] === CR && buffer[i + 1] === LF && i + 1 < this.length ? i + 2 : i + 1;
  }

  /** True if a record begins here; blank lines are none. */
  private skipBlankLines(final: boolean): boolean {
    const buffer = this.buffer;
    let i = this.position;
    while (i < this.length && (buffer[i] === LF || buffer[i] === CR)) {
      // The line feed that belongs to a carriage return may still be on its way.
      if (buffer[i] === CR && i + 1 === this.length && !final) break;
      i += buffer[i] === CR && buffer[i + 1] === LF && i + 1 < this.length ? 2 : 1;
      this.line++;
    }
    this.position = i;
    return i < this.length && !(buffer[i] === CR && i + 1 === this.length);
  }

  /**
   * Reads records for as long as they are of the common kind: `width` fields, quotes only around whole fields and none within, LF or
   * CRLF behind. It stops before any other, which `readRecord` then reads. Most time is spent here, hence one long loop over locals.
   */
  private readPlainRecords(): void {
    const { buffer, length, batch, capacity } = this;
    const { starts, ends, lines, width } = batch;
    const { delimiter, quote } = this.dialect;
    // Most bytes of most files are above the delimiter: one comparison passes them.
    const special = delimiter > CR ? delimiter : CR;
    // With no quotes in the dialect, no byte equals this.
    const quoteByte = quote === 0 ? -1 : quote;
    let { position, line } = this;
    let rows = batch.rows;
    records: for (; rows < capacity; rows++) {
      let i = position;
      const last = (rows + 1) * width - 1;
      for (let cell = rows * width; cell <= last; cell++) {
        let byte = buffer[i]!;
        let start = i;
        let end: number;
        if (byte === quoteByte) {
          start = ++i;
          byte = buffer[i]!;
          while (byte !== quoteByte && byte > CR) byte = buffer[++i]!;
          if (byte !== quoteByte) break records;
          end = i;
          byte = buffer[++i]!;
        } else {
          while (byte > special || (byte !== delimiter && byte !== LF && byte !== CR)) byte = buffer[++i]!;
          end = i;
          if (i === start) start = end = -1;
        }
        if (cell < last) {
          if (byte !== delimiter) break records;
        } else {
          if (byte === CR) byte = buffer[++i]!;
          if (byte !== LF || i >= length) break records;
        }
        starts[cell] = start;
        ends[cell] = end;
        i++;
      }
      lines[rows] = line++;
      position = i;
      // A blank line ends the run: the next record isn't where this one ends.
      const next = buffer[i]!;
      if (next === LF || next === CR) {
        rows++;
        break;
      }
    }
    const read = rows - batch.rows;
    this.records += read;
    this.rows += read;
    batch.rows = rows;
    this.position = position;
    this.line = line;
  }

  /** Finds the fields of the record at `position`, from cell `base` on. */
  private readRecord(base: number, final: boolean): Outcome {
    const buffer = this.buffer;
    const length = this.length;
    const { starts, ends, width } = this.batch;
    const { delimiter, quote } = this.dialect;
    // Most bytes of most files are above the delimiter: one comparison passes them.
    const special = delimiter > CR ? delimiter : CR;
    let i = this.position;
    let count = 0;
    if (this.doubled.length > 0) this.doubled.length = 0;
    this.lines = 1;
    for (;;) {
      let byte = buffer[i]!;
      if (byte === quote && quote !== 0) {
        const close = this.closingQuote(i + 1, base + count, count < width);
        if (close < 0) return final || this.isTooLong() ? Outcome.brokenQuotes : Outcome.incomplete;
        if (count < width) {
          starts[base + count] = i + 1;
          ends[base + count] = close;
        }
        i = close + 1;
        byte = buffer[i]!;
        if (byte !== delimiter && byte !== LF && byte !== CR) return this.broken(final);
      } else {
        const start = i;
        while (byte > special || (byte !== delimiter && byte !== LF && byte !== CR)) byte = buffer[++i]!;
        if (count < width) {
          const absent = i === start;
          starts[base + count] = absent ? -1 : start;
          ends[base + count] = absent ? -1 : i;
        }
      }
      count++;
      if (byte !== delimiter) break;
      i++;
    }
    if (i >= length && !final) return Outcome.incomplete;
    if (buffer[i] === CR) {
      if (i + 1 >= length && !final) return Outcome.incomplete;
      if (buffer[i + 1] === LF && i + 1 < length) i++;
    }
    this.end = i < length ? i + 1 : length;
    this.fields = count;
    return count === width ? Outcome.accepted : Outcome.refused;
  }

  private isTooLong(): boolean {
    return this.length - this.position > this.maxRecordBytes;
  }

  /** Broken quotes cost the record's first line, which must have arrived. */
  private broken(final: boolean): Outcome {
    const arrived = final || this.isTooLong() || this.endOfLine(this.position) < this.length;
    return arrived ? Outcome.brokenQuotes : Outcome.incomplete;
  }

  /** The position of the quote that ends the field; -1 where there is none. Counts line breaks and notes doubled quotes on the way. */
  private closingQuote(start: number, cell: number, kept: boolean): number {
    const buffer = this.buffer;
    const quote = this.dialect.quote;
    let i = start;
    for (;;) {
      const byte = buffer[i]!;
      if (byte === quote) {
        if (buffer[i + 1] !== quote || i + 1 >= this.length) return i;
        if (kept && this.doubled[this.doubled.length - 1] !== cell) this.doubled.push(cell);
        i += 2;
      } else {
        if (byte === LF || byte === CR) {
          if (i >= this.length) return -1;
          if (byte === LF || buffer[i + 1] !== LF) this.lines++;
        }
        i++;
      }
    }
  }

  /** Closes the gaps in place; only once the record is accepted, since a refused one is shown as it was written. */
  private halveQuotes(): void {
    const { starts, ends } = this.batch;
    const buffer = this.buffer;
    const quote = this.dialect.quote;
    for (const cell of this.doubled) {
      let to = starts[cell]!;
      for (let from = to; from < ends[cell]!; from++) {
        buffer[to++] = buffer[from]!;
        if (buffer[from] === quote) from++;
      }
      ends[cell] = to;
    }
  }
}
