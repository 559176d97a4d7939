import type { Account } from './account.ts';
import type { CsvDialect } from './dialect.ts';
import type { Input } from './input.ts';
import type { OtherTables, SeenRecord } from './other-tables.ts';
import type { RepeatedHeader } from './repeated-header.ts';
import type { Emit, RowBlock } from './row-block.ts';
import { isEscaped, isQuoted, type RecordScanner } from './scan.ts';
import { fieldText } from './syntax.ts';

/** A reader's parts that its records are settled with. */
export interface ReaderState {
  dialect: CsvDialect;
  input: Input;
  scanner: RecordScanner;
  account: Account;
  tables: OtherTables;
  header: RepeatedHeader;
  block: RowBlock;
}

/** Decides what becomes of each record that the scanner found at the input's position: a row, skipped or set aside. */
export class Settler {
  /** Lines of records without any value, held back until a value comes: at the end of a file they are no rows. */
  private readonly empty: number[] = [];

  constructor(private readonly state: ReaderState) {}

  /** Records without any value are held back. */
  get holdsBack(): boolean {
    return this.empty.length > 0;
  }

  /** Settles a record whose quotes make sense, of whatever width. */
  settle(emit: Emit): void {
    const { account, scanner, dialect, tables } = this.state;
    account.records++;
    const record = this.seen();
    const fits = scanner.fields === dialect.width;
    if (record && (tables.continuesWith(record) || (fits && tables.beginsHere(record)))) return this.skip();
    if (tables.inside) {
      if (!tables.resumesWith(scanner.fields)) {
        if (record && !fits) tables.ragged(record);
        return this.skip();
      }
      tables.resume();
    }
    if (fits || (!tables.pending && this.trim())) return this.accept(emit);
    this.settleRagged(record, emit);
  }

  /** Sets aside a line that ends at `end`, whose quotes make no sense. */
  settleBroken(end: number): void {
    const { account, input } = this.state;
    account.records++;
    account.rejections.add(input.line, 'broken-quotes', input.bytes, input.position, end, account.rows);
  }

  /** Sets aside a record whose first line alone is too long; all that is here of it is kept as its text. */
  settleTooLong(): void {
    const { account, input, tables } = this.state;
    account.records++;
    account.rejections.add(input.line, 'too-long', input.bytes, input.position, input.length);
    tables.forget();
  }

  /** Settles what only the end of the file tells: records without any value, and a footer. */
  finish(): void {
    const { empty } = this;
    const { account } = this.state;
    account.skipped += empty.length;
    account.mended.add('emptyRows', empty[0] ?? 0, () => '', empty.length);
    empty.length = 0;
    account.rejections.nameFooter(account.rows);
  }

  /** Settles a record of another width: a comment, part of another table, one to be mended, or none of these. */
  private settleRagged(record: SeenRecord | undefined, emit: Emit): void {
    const { account, scanner, dialect, tables } = this.state;
    if (this.isComment()) return this.skipComment();
    const before = record ? tables.ragged(record) : -1;
    if (before >= 0) {
      account.rejections.retract(before);
      account.skipped += before;
      return this.skip();
    }
    if (!tables.pending && (this.trim() || this.pad())) return this.accept(emit);
    this.setAside(scanner.fields < dialect.width ? 'too-few-fields' : 'too-many-fields');
  }

  /** The record as texts, where it may begin another table: only then are they worth making. */
  private seen(): SeenRecord | undefined {
    const { scanner, dialect, input, tables, header } = this.state;
    const { line, afterBlank } = input;
    if (scanner.fields === dialect.width && !afterBlank && !tables.inside && !header.mayBe(scanner)) return undefined;
    const texts = scanner.starts.map((start, at) => {
      const form = scanner.forms[at]!;
      const [escaped, quoted] = [isEscaped(form), isQuoted(form)];
      return start < 0 ? null : fieldText(input.bytes, start, scanner.ends[at]!, dialect, escaped, quoted);
    });
    return { line, texts, afterBlank };
  }

  /** Drops fields beyond the last column that hold nothing. */
  private trim(): boolean {
    const { scanner, dialect, account, input } = this.state;
    const { width } = dialect;
    if (scanner.fields < width || scanner.starts.some((start, at) => at >= width && start >= 0)) return false;
    scanner.starts.length = scanner.ends.length = scanner.forms.length = width;
    account.mended.add('trimmed', input.line, () => this.text());
    return true;
  }

  /** Adds the fields that records of this dialect leave out at the end. */
  private pad(): boolean {
    const { scanner, dialect, account, input } = this.state;
    if (scanner.fields < dialect.padFrom || scanner.fields >= dialect.width) return false;
    account.mended.add('padded', input.line, () => this.text());
    while (scanner.fields < dialect.width) scanner.addNothing();
    return true;
  }

  /** Makes the record a row, after those without any value that were held back. */
  private accept(emit: Emit): void {
    const { empty } = this;
    const { scanner, dialect, input, tables, block } = this.state;
    if (dialect.width > 1 && scanner.starts.every((start) => start < 0)) {
      empty.push(input.line);
      return;
    }
    for (const line of empty) {
      block.addNothing(line);
      this.countRow(emit);
    }
    empty.length = 0;
    block.add(scanner, input.line);
    tables.forget();
    this.countRow(emit);
  }

  private countRow(emit: Emit): void {
    const { account, block } = this.state;
    account.rows++;
    if (block.isFull) block.hand(emit);
  }

  private skip(): void {
    this.state.account.skipped++;
  }

  private setAside(reason: string): void {
    const { account, scanner, input } = this.state;
    const alone = scanner.starts.filter((start) => start >= 0).length <= 1 || input.afterBlank;
    const { bytes, line, position } = input;
    account.rejections.add(line, reason, bytes, position, scanner.end, account.rows, alone);
  }

  private isComment(): boolean {
    const { dialect, input } = this.state;
    return dialect.commentSeen === true && dialect.comment !== undefined && input.startsWith(dialect.comment);
  }

  private skipComment(): void {
    const { account, input } = this.state;
    this.skip();
    account.mended.add('comments', input.line, () => this.text());
  }

  private text(): string {
    const { input, scanner } = this.state;
    return input.text(input.position, scanner.end);
  }
}
