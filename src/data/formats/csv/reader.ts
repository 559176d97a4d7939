import type { Notice, RejectedRecord } from '../../../contract/import.ts';
import type { TextBatch } from '../../batch.ts';
import { Rejections } from '../../rejections.ts';
import { textOf } from '../../typing/ascii.ts';
import { blockRows } from '../../typing/table.ts';
import type { TextReader } from '../text-format.ts';
import type { CsvDialect } from './dialect.ts';
import { Mended, noticesOf } from './mended.ts';
import type { SeenRecord } from './other-tables.ts';
import { OtherTables } from './other-tables.ts';
import { readPlainRecords } from './plain.ts';
import { repairLine } from './repair.ts';
import { isEscaped, isQuoted, Outcome, RecordScanner } from './scan.ts';
import { CR, endOfLine, fieldText, LF, unescapeInPlace, withoutBreak } from './syntax.ts';

/** A record longer than this has lost its closing quote. */
const MAX_RECORD_BYTES = 32 << 20;
/** A record whose end hasn't arrived is looked at again when there is so many times as much of it. */
const PATIENCE = 8;

/**
 * Finds records and fields in bytes that arrive in chunks, in any dialect, and hands them on in blocks of offsets. A record that
 * doesn't fit is mended where quotes or trailing delimiters alone are wrong, and set aside with its line and text otherwise.
 */
export class CsvReader implements TextReader {
  /** Records found, skipped ones included; counted where each begins, apart from what becomes of it. */
  records = 0;
  rows = 0;
  skipped = 0;
  readonly mended = new Mended();
  readonly tables: OtherTables;
  private readonly rejections = new Rejections();
  private readonly scanner: RecordScanner;

  private buffer = new Uint8Array(0);
  /** Bytes of the buffer in use; one more is kept free for the sentinel. */
  private length = 0;
  private position = 0;
  private line = 1;
  private linesSkipped = 0;
  private headerLinesRead = 0;
  /** Bytes that make the next reading worthwhile, so that a record in many chunks isn't read again from its start for each. */
  private enough = 0;
  /** The rest of a line that was given up is still on its way. */
  private givenUp = false;
  /** Blank lines stand before the record at `position`. */
  private afterBlank = false;
  /** Lines of records without any value, held back until a value comes: at the end of a file they are no rows. */
  private readonly empty: number[] = [];

  private readonly batch: TextBatch;
  private readonly capacity: number;
  /** Column by which a repeated header is noticed at little cost, and its name's bytes. */
  private readonly key: number;
  private readonly keyName: Uint8Array;
  private readonly plain: boolean;

  constructor(
    private readonly dialect: CsvDialect,
    readonly columns: readonly (string | null)[],
    private readonly maxRecordBytes = MAX_RECORD_BYTES,
  ) {
    this.scanner = new RecordScanner(dialect);
    this.tables = new OtherTables(dialect);
    const told = dialect.comment !== undefined && dialect.commentSeen !== true;
    this.plain = dialect.delimiter.length === 1 && dialect.escape < 0 && !told;
    this.key = dialect.names.findIndex((name) => name !== null && name !== '');
    this.keyName = new TextEncoder().encode(this.key < 0 || dialect.width < 2 ? '' : dialect.names[this.key]!);
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

  get notices(): Notice[] {
    return noticesOf(this.mended, this.tables.found);
  }

  /** Tables in the file, this one included. */
  get parts(): number {
    return 1 + this.tables.found.length;
  }

  get partLines(): number[] {
    return [1, ...this.tables.found.map(({ line }) => line)];
  }

  /** Reads all records that end within the bytes so far. `emit` must be done with a block when it returns. */
  push(chunk: Uint8Array, emit: (batch: TextBatch) => void): void {
    this.extend(chunk);
    if (this.length < this.enough) return;
    this.read(emit, false);
    if (this.position > 0) this.buffer.copyWithin(0, this.position, this.length);
    this.length -= this.position;
    this.position = 0;
    const more = PATIENCE * this.length;
    this.enough = this.length > this.maxRecordBytes ? more : Math.min(more, this.maxRecordBytes + 1);
  }

  get lines(): number {
    return this.line - 1;
  }

  /** Reads the last record, whether or not a line break ends it. */
  finish(emit: (batch: TextBatch) => void): void {
    this.extend(new Uint8Array(0));
    this.read(emit, true);
    this.skipped += this.empty.length;
    this.mended.add('emptyRows', this.empty[0] ?? 0, () => '', this.empty.length);
    this.empty.length = 0;
    this.rejections.nameFooter(this.rows);
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
    const { batch } = this;
    batch.bytes = this.buffer;
    if (this.givenUp && !this.passRest(final)) return;
    while (this.passLines(final) && this.skipBlankLines(final)) {
      if (this.isPlainAhead()) this.readPlain();
      if (batch.rows === this.capacity) {
        this.hand(emit);
        continue;
      }
      if (!this.skipBlankLines(final)) break;
      if (!this.readRecord(emit, final)) break;
    }
    if (batch.rows > 0) this.hand(emit);
  }

  private hand(emit: (batch: TextBatch) => void): void {
    emit(this.batch);
    this.batch.rows = 0;
  }

  private isPlainAhead(): boolean {
    return this.plain && !this.afterBlank && this.empty.length === 0 && !this.tables.inside;
  }

  private readPlain(): void {
    const { batch } = this;
    const from = batch.rows;
    const { position, line } = readPlainRecords(
      this.buffer,
      this.length,
      batch,
      this.dialect,
      this.position,
      this.line,
    );
    this.position = position;
    this.line = line;
    if (batch.rows > from) this.tables.forget();
    this.cutAtRepeatedHeader(from);
    const read = batch.rows - from;
    this.records += read;
    this.rows += read;
  }

  /** Gives a header that was read as a row back to the careful way, with all that follows it. */
  private cutAtRepeatedHeader(from: number): void {
    const { batch, key, keyName, buffer } = this;
    const length = keyName.length;
    if (length === 0) return;
    const { starts, ends, width } = batch;
    const first = keyName[0]!;
    const last = keyName[length - 1]!;
    const { rows } = batch;
    for (let row = from, cell = from * width + key; row < rows; row++, cell += width) {
      const start = starts[cell]!;
      if (buffer[start] !== first || ends[cell]! - start !== length) continue;
      if (buffer[start + length - 1] !== last || !this.isHeader(row)) continue;
      batch.rows = row;
      this.position = this.startOfRow(row);
      this.line = batch.lines[row]!;
      return;
    }
  }

  /** Where a row of the batch begins in the buffer: before it stand its absent fields' delimiters, and maybe a quote. */
  private startOfRow(row: number): number {
    const { starts, width } = this.batch;
    let column = 0;
    while (starts[row * width + column]! < 0) column++;
    const start = starts[row * width + column]! - column;
    return start > 0 && this.buffer[starts[row * width + column]! - 1] === this.dialect.quote ? start - 1 : start;
  }

  private isHeader(row: number): boolean {
    const { starts, ends, width } = this.batch;
    return this.dialect.names.every((name, column) => {
      const start = starts[row * width + column]!;
      return (name ?? '') === (start < 0 ? '' : textOf(this.buffer, start, ends[row * width + column]!));
    });
  }

  /** Reads one record of any kind; false where its end hasn't arrived. */
  private readRecord(emit: (batch: TextBatch) => void, final: boolean): boolean {
    const { scanner, dialect } = this;
    if (this.isComment()) return this.passComment(final);
    let outcome = scanner.scan(this.buffer, this.length, this.position, final);
    const tooLong = this.isTooLong();
    if (outcome === Outcome.incomplete && !tooLong) return false;
    const fits = outcome === Outcome.whole && scanner.fields === dialect.width;
    let lineEnd = fits ? scanner.end : endOfLine(this.buffer, this.length, this.position);
    if (!fits && !final && lineEnd === this.length && !tooLong) return false;
    if (outcome !== Outcome.whole && !final && !this.endsAt(lineEnd)) return this.giveUp();
    if (outcome === Outcome.incomplete) outcome = Outcome.broken;
    // A record that fits no better over several lines may have swallowed its neighbours by a stray quote.
    const doubtful = outcome === Outcome.broken || (!fits && scanner.lines > 1);
    if (doubtful && this.repair(lineEnd)) outcome = Outcome.whole;
    else if (outcome === Outcome.whole) lineEnd = scanner.end;
    this.settle(outcome, emit);
    this.position = lineEnd;
    this.line += outcome === Outcome.broken ? 1 : scanner.lines;
    this.afterBlank = false;
    return true;
  }

  /** Sets a record aside whose first line alone is too long, and passes over what is here of that line; false, as no other follows. */
  private giveUp(): boolean {
    const { buffer, length } = this;
    this.records++;
    this.rejections.add(this.line, 'too-long', buffer, this.position, length);
    this.tables.forget();
    this.afterBlank = false;
    this.givenUp = true;
    this.passRest(false);
    return false;
  }

  /** Passes over the rest of a line that was given up; false where its end hasn't arrived. */
  private passRest(final: boolean): boolean {
    const { buffer } = this;
    const end = this.endOfRest();
    if (!final && !this.endsAt(end)) {
      // The line feed that belongs to a carriage return may still be on its way.
      this.position = buffer[end - 1] === CR ? end - 1 : end;
      return false;
    }
    this.position = end;
    this.line++;
    this.givenUp = false;
    return true;
  }

  /** As `endOfLine`, by the engine's own search: it passes over many megabytes, once. */
  private endOfRest(): number {
    const rest = this.buffer.subarray(this.position, this.length);
    const feed = rest.indexOf(LF);
    const before = feed < 0 ? rest : rest.subarray(0, feed);
    const carriage = before.indexOf(CR);
    if (carriage < 0) return feed < 0 ? this.length : this.position + feed + 1;
    return this.position + carriage + (carriage + 1 === feed ? 2 : 1);
  }

  /** True if a line that reaches to `end` has its line break before it, all of it. */
  private endsAt(end: number): boolean {
    return end < this.length || this.buffer[end - 1] === LF;
  }

  /** Reads the first line so that it fits, with wrong quotes as text. */
  private repair(lineEnd: number): boolean {
    if (this.tables.inside) return false;
    const { buffer, position, dialect } = this;
    const end = withoutBreak(buffer, position, lineEnd);
    const fields = repairLine(buffer, position, end, dialect, dialect.width);
    if (!fields) return false;
    this.scanner.take(fields, lineEnd);
    this.mended.add('quotes', this.line, () => textOf(buffer, position, end));
    return true;
  }

  private settle(outcome: Outcome, emit: (batch: TextBatch) => void): void {
    this.records++;
    const { scanner, dialect, tables } = this;
    if (outcome === Outcome.broken) return this.setAside('broken-quotes');
    const record = this.seen();
    const fits = scanner.fields === dialect.width;
    if (record && fits && tables.beginsHere(record)) return this.skip();
    if (tables.inside) {
      if (!tables.resumesWith(scanner.fields)) {
        if (record && !fits) tables.ragged(record);
        return this.skip();
      }
      tables.resume();
    }
    if (fits || (!tables.pending && this.trim())) return this.accept(emit);
    if (this.isSeenComment()) return this.skipComment();
    const before = record ? tables.ragged(record) : -1;
    if (before >= 0) {
      this.rejections.retract(before);
      this.skipped += before;
      return this.skip();
    }
    if (!tables.pending && (this.trim() || this.pad())) return this.accept(emit);
    this.setAside(scanner.fields < dialect.width ? 'too-few-fields' : 'too-many-fields');
  }

  /** The record as texts, where it may begin another table: only then are they worth making. */
  private seen(): SeenRecord | undefined {
    const { scanner, dialect, buffer } = this;
    if (scanner.fields === dialect.width && !this.afterBlank && !this.tables.inside && !this.mayBeHeader())
      return undefined;
    const texts = scanner.starts.map((start, at) => {
      const form = scanner.forms[at]!;
      return start < 0 ? null : fieldText(buffer, start, scanner.ends[at]!, dialect, isEscaped(form), isQuoted(form));
    });
    return { line: this.line, texts, afterBlank: this.afterBlank };
  }

  private mayBeHeader(): boolean {
    const { key, keyName, scanner } = this;
    return keyName.length > 0 && scanner.ends[key]! - scanner.starts[key]! === keyName.length;
  }

  /** Drops fields beyond the last column that hold nothing. */
  private trim(): boolean {
    const { scanner, dialect } = this;
    const { width } = dialect;
    if (scanner.fields < width || scanner.starts.some((start, at) => at >= width && start >= 0)) return false;
    scanner.starts.length = scanner.ends.length = scanner.forms.length = width;
    this.mended.add('trimmed', this.line, () => this.text());
    return true;
  }

  /** Adds the fields that records of this dialect leave out at the end. */
  private pad(): boolean {
    const { scanner, dialect } = this;
    if (scanner.fields < dialect.padFrom || scanner.fields >= dialect.width) return false;
    this.mended.add('padded', this.line, () => this.text());
    while (scanner.fields < dialect.width) scanner.addNothing();
    return true;
  }

  private accept(emit: (batch: TextBatch) => void): void {
    const { batch, scanner, dialect, empty } = this;
    if (dialect.width > 1 && scanner.starts.every((start) => start < 0)) {
      empty.push(this.line);
      return;
    }
    for (const line of empty) {
      batch.starts.fill(-1, batch.rows * batch.width, (batch.rows + 1) * batch.width);
      batch.ends.fill(-1, batch.rows * batch.width, (batch.rows + 1) * batch.width);
      this.addRow(line, emit);
    }
    empty.length = 0;
    let cell = batch.rows * batch.width;
    for (let at = 0; at < batch.width; at++, cell++) {
      const start = scanner.starts[at]!;
      const form = scanner.forms[at]!;
      const end = scanner.ends[at]!;
      batch.starts[cell] = start;
      batch.ends[cell] = isEscaped(form) ? unescapeInPlace(this.buffer, start, end, dialect, isQuoted(form)) : end;
    }
    this.tables.forget();
    this.addRow(this.line, emit);
  }

  private addRow(line: number, emit: (batch: TextBatch) => void): void {
    this.batch.lines[this.batch.rows++] = line;
    this.rows++;
    if (this.batch.rows === this.capacity) this.hand(emit);
  }

  private skip(): void {
    this.skipped++;
  }

  private setAside(reason: string): void {
    const broken = reason === 'broken-quotes';
    const end = broken ? endOfLine(this.buffer, this.length, this.position) : this.scanner.end;
    const alone = this.scanner.starts.filter((start) => start >= 0).length <= 1 || this.afterBlank;
    this.rejections.add(this.line, reason, this.buffer, this.position, end, this.rows, alone && !broken);
  }

  private text(): string {
    return textOf(this.buffer, this.position, withoutBreak(this.buffer, this.position, this.scanner.end));
  }

  private isComment(): boolean {
    return !this.dialect.commentSeen && this.startsWithComment();
  }

  private isSeenComment(): boolean {
    return this.dialect.commentSeen === true && this.startsWithComment();
  }

  private startsWithComment(): boolean {
    return this.dialect.comment?.every((byte, at) => this.buffer[this.position + at] === byte) ?? false;
  }

  private skipComment(): void {
    this.skipped++;
    this.mended.add('comments', this.line, () => this.text());
  }

  private passComment(final: boolean): boolean {
    const end = endOfLine(this.buffer, this.length, this.position);
    if (end >= this.length && !final) return false;
    this.records++;
    this.skipped++;
    this.mended.add('comments', this.line, () =>
      textOf(this.buffer, this.position, withoutBreak(this.buffer, this.position, end)),
    );
    this.position = end;
    this.line++;
    return true;
  }

  private isTooLong(): boolean {
    return this.length - this.position > this.maxRecordBytes;
  }

  /** True when all lines before the records are behind: those to skip, which count as records, and the header's. */
  private passLines(final: boolean): boolean {
    const { skipLines, headerLines } = this.dialect;
    while (this.linesSkipped < skipLines || this.headerLinesRead < headerLines) {
      const heading = this.linesSkipped >= skipLines;
      if (heading && this.headerLinesRead === 0 && !this.skipBlankLines(final)) return false;
      const end = endOfLine(this.buffer, this.length, this.position);
      if (end >= this.length && !(final && this.position < this.length)) return false;
      this.position = end;
      this.line++;
      if (heading) this.headerLinesRead++;
      else {
        this.linesSkipped++;
        this.skipped++;
        this.records++;
      }
    }
    return true;
  }

  /** True if a record begins here; blank lines are none. */
  private skipBlankLines(final: boolean): boolean {
    const { buffer } = this;
    let i = this.position;
    while (i < this.length && (buffer[i] === LF || buffer[i] === CR)) {
      // The line feed that belongs to a carriage return may still be on its way.
      if (buffer[i] === CR && i + 1 === this.length && !final) break;
      i += buffer[i] === CR && buffer[i + 1] === LF && i + 1 < this.length ? 2 : 1;
      this.line++;
      if (!this.afterBlank) this.tables.blanks++;
      this.afterBlank = true;
    }
    this.position = i;
    return i < this.length && !(buffer[i] === CR && i + 1 === this.length);
  }
}
