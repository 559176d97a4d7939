import type { Notice, RejectedRecord } from '../../../contract/import.ts';
import type { TextReader } from '../text-format.ts';
import { Account } from './account.ts';
import type { CsvDialect } from './dialect.ts';
import { Input } from './input.ts';
import type { Mended } from './mended.ts';
import { noticesOf } from './mended.ts';
import { OtherTables } from './other-tables.ts';
import { readPlainRecords } from './plain.ts';
import { repairLine } from './repair.ts';
import { RepeatedHeader, startOfRow } from './repeated-header.ts';
import type { Emit } from './row-block.ts';
import { RowBlock } from './row-block.ts';
import { Outcome, RecordScanner } from './scan.ts';
import { Settler } from './settler.ts';
import { withoutBreak } from './syntax.ts';

/** From so many repeated headers on, records are read one by one: what is read ahead of each would be read again. */
const MANY_HEADERS = 64;
/** A record longer than this has lost its closing quote. */
const MAX_RECORD_BYTES = 32 << 20;
/** A record whose end hasn't arrived is looked at again when there is so many times as much of it. */
const PATIENCE = 8;

/**
 * Finds records and fields in bytes that arrive in chunks, in any dialect, and hands them on in blocks of offsets. A record that
 * doesn't fit is mended where quotes or trailing delimiters alone are wrong, and set aside with its line and text otherwise.
 */
export class CsvReader implements TextReader {
  readonly tables: OtherTables;
  private readonly account = new Account();
  private readonly input = new Input();
  private readonly scanner: RecordScanner;
  private readonly header: RepeatedHeader;
  private readonly block: RowBlock;
  private readonly settler: Settler;
  private readonly plain: boolean;

  private linesSkipped = 0;
  private headerLinesRead = 0;
  /** Bytes that make the next reading worthwhile, so that a record in many chunks isn't read again from its start for each. */
  private enough = 0;
  /** The rest of a line that was given up is still on its way. */
  private givenUp = false;

  constructor(
    private readonly dialect: CsvDialect,
    readonly columns: readonly (string | null)[],
    private readonly maxRecordBytes = MAX_RECORD_BYTES,
  ) {
    this.tables = new OtherTables(dialect);
    this.scanner = new RecordScanner(dialect);
    this.header = new RepeatedHeader(dialect);
    this.block = new RowBlock(dialect);
    const { input, account, scanner, tables, header, block } = this;
    this.settler = new Settler({ dialect, input, account, scanner, tables, header, block });
    const told = dialect.comment !== undefined && dialect.commentSeen !== true;
    this.plain = dialect.delimiter.length === 1 && dialect.escape < 0 && !told;
  }

  get records(): number {
    return this.account.records;
  }

  get rows(): number {
    return this.account.rows;
  }

  get skipped(): number {
    return this.account.skipped;
  }

  get mended(): Mended {
    return this.account.mended;
  }

  get rejected(): RejectedRecord[] {
    return this.account.rejections.first;
  }

  get rejectedCount(): number {
    return this.account.rejections.count;
  }

  get lines(): number {
    return this.input.line - 1;
  }

  get notices(): Notice[] {
    return noticesOf(this.mended, this.tables);
  }

  /** Tables in the file, this one included. */
  get parts(): number {
    return 1 + this.tables.found.length;
  }

  get partLines(): number[] {
    return [1, ...this.tables.found.map(({ line }) => line)];
  }

  /** Reads all records that end within the bytes so far. `emit` must be done with a block when it returns. */
  push(chunk: Uint8Array, emit: Emit): void {
    const { input, maxRecordBytes } = this;
    input.append(chunk);
    if (input.length < this.enough) return;
    this.read(emit, false);
    input.dropRead();
    const more = PATIENCE * input.length;
    this.enough = input.length > maxRecordBytes ? more : Math.min(more, maxRecordBytes + 1);
  }

  /** Reads the last record, whether or not a line break ends it. */
  finish(emit: Emit): void {
    this.input.append(new Uint8Array(0));
    this.read(emit, true);
    this.settler.finish();
  }

  private read(emit: Emit, final: boolean): void {
    const { block, input } = this;
    block.batch.bytes = input.bytes;
    if (this.givenUp && !this.passRest(final)) return;
    while (this.passSkippedLines(final) && this.passHeader(final) && this.passBlankLines(final)) {
      if (this.isPlainAhead()) this.readPlain();
      if (block.isFull) {
        block.hand(emit);
        continue;
      }
      if (!this.passBlankLines(final)) break;
      if (!this.readRecord(emit, final)) break;
    }
    block.hand(emit);
  }

  private isPlainAhead(): boolean {
    const { plain, input, settler, tables } = this;
    return plain && !input.afterBlank && !settler.holdsBack && !tables.inside && tables.repeats < MANY_HEADERS;
  }

  private readPlain(): void {
    const { input, account } = this;
    const { batch } = this.block;
    const from = batch.rows;
    const { position, line } = readPlainRecords(
      input.bytes,
      input.length,
      batch,
      this.dialect,
      input.position,
      input.line,
    );
    input.position = position;
    input.line = line;
    if (batch.rows > from) this.tables.forget();
    this.cutAtRepeatedHeader(from);
    account.records += batch.rows - from;
    account.rows += batch.rows - from;
  }

  /** Gives a header that was read as a row back to the careful way, with all that follows it. */
  private cutAtRepeatedHeader(from: number): void {
    const { input } = this;
    const { batch } = this.block;
    const row = this.header.rowIn(batch, from);
    if (row < 0) return;
    batch.rows = row;
    input.position = startOfRow(batch, row, this.dialect.quote);
    input.line = batch.lines[row]!;
  }

  /** Reads one record of any kind; false where its end hasn't arrived. */
  private readRecord(emit: Emit, final: boolean): boolean {
    const { input, scanner, settler } = this;
    if (this.isToldComment()) return this.passComment(final);
    const outcome = scanner.scan(input.bytes, input.length, input.position, final);
    const tooLong = input.ahead > this.maxRecordBytes;
    if (outcome === Outcome.incomplete && !tooLong) return false;
    const whole = outcome === Outcome.whole;
    const fits = whole && scanner.fields === this.dialect.width;
    const lineEnd = fits ? scanner.end : input.endOfLine();
    if (!fits && !final && lineEnd === input.length && !tooLong) return false;
    if (!whole && !final && !input.endsAt(lineEnd)) return this.giveUp();
    // A record that fits no better over several lines may have swallowed its neighbours by a stray quote.
    const repaired = !fits && (!whole || scanner.lines > 1) && this.repair(lineEnd);
    if (whole || repaired) {
      settler.settle(emit);
      input.passRecord(scanner.end, scanner.lines);
    } else {
      settler.settleBroken(lineEnd);
      input.passRecord(lineEnd, 1);
    }
    return true;
  }

  /** Reads the first line so that it fits, with wrong quotes as text. */
  private repair(lineEnd: number): boolean {
    if (this.tables.inside) return false;
    const { input, dialect } = this;
    const { bytes, position } = input;
    const fields = repairLine(bytes, position, withoutBreak(bytes, position, lineEnd), dialect, dialect.width);
    if (!fields) return false;
    this.scanner.take(fields, lineEnd);
    this.mended.add('quotes', input.line, () => input.text(position, lineEnd));
    return true;
  }

  /** Sets a record aside whose first line alone is too long, and passes over what is here of that line; false, as no other follows. */
  private giveUp(): boolean {
    this.settler.settleTooLong();
    this.input.afterBlank = false;
    this.givenUp = true;
    this.passRest(false);
    return false;
  }

  /** Passes over the rest of a line that was given up; false where its end hasn't arrived. */
  private passRest(final: boolean): boolean {
    this.givenUp = !this.input.passRest(final);
    return !this.givenUp;
  }

  private isToldComment(): boolean {
    const { comment, commentSeen } = this.dialect;
    return comment !== undefined && !commentSeen && this.input.startsWith(comment);
  }

  private passComment(final: boolean): boolean {
    const { input } = this;
    const { line, position } = input;
    if (!input.passLine(final)) return false;
    this.countSkipped();
    this.mended.add('comments', line, () => input.text(position, input.position));
    return true;
  }

  /** Passes over the lines above the header or the first record, which count as records. */
  private passSkippedLines(final: boolean): boolean {
    for (; this.linesSkipped < this.dialect.skipLines; this.linesSkipped++) {
      if (!this.input.passLine(final)) return false;
      this.countSkipped();
    }
    return true;
  }

  private passHeader(final: boolean): boolean {
    for (; this.headerLinesRead < this.dialect.headerLines; this.headerLinesRead++) {
      if (this.headerLinesRead === 0 && !this.passBlankLines(final)) return false;
      if (!this.input.passLine(final)) return false;
    }
    return true;
  }

  /** True if a record begins here; blank lines are none. */
  private passBlankLines(final: boolean): boolean {
    const { input } = this;
    const { afterBlank } = input;
    const begins = input.passBlankLines(final);
    if (input.afterBlank && !afterBlank) this.tables.blanks++;
    return begins;
  }

  private countSkipped(): void {
    this.account.records++;
    this.account.skipped++;
  }
}
