import { damaged } from '../../source/inflated-source.ts';
import type { ByteSource } from '../../source/blob-source.ts';
import type { Cell, Row, Sheet } from './cell.ts';
import { CellKind, columnOfReference } from './cell.ts';
import { numberText, timeCell } from './serial.ts';
import { unescaped } from './shared-strings.ts';
import type { XlsxContext } from './xlsx.ts';
import { readXml } from './xml.ts';

/** What a sheet of the format can have. */
const MOST_COLUMNS = 16_384;

/** One sheet of an XLSX workbook, read as a stream. */
export class XlsxSheet implements Sheet {
  private source: ByteSource | undefined;

  constructor(
    readonly name: string,
    readonly hidden: boolean,
    private readonly path: string,
    private readonly context: XlsxContext,
  ) {}

  share(): number {
    return this.source?.share() ?? 0;
  }

  async *rows(): AsyncGenerator<Row[]> {
    const { context } = this;
    const parser = new SheetParser(context, await context.strings());
    this.source = await context.package.open(this.path);
    for await (const _ of readXml(this.source, context.file.name, 'XLSX', parser)) {
      if (parser.rows.length > 0) yield parser.rows.splice(0);
    }
  }
}

/** Follows the tags of a sheet: rows, cells, and in them values, inline texts and formulas. */
class SheetParser {
  rows: Row[] = [];
  private row: Row = { line: 0, cells: [] };
  private column = -1;
  private type = '';
  private style = 0;
  private value = '';
  private taking = false;
  private hasValue = false;
  private hasFormula = false;
  private phonetic = 0;

  constructor(
    private readonly context: XlsxContext,
    private readonly strings: readonly string[],
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    switch (name) {
      case 'c':
        return this.openCell(attributes);
      case 'v':
        this.taking = this.hasValue = true;
        return;
      case 't':
        this.taking = this.hasValue = this.phonetic === 0;
        return;
      case 'row':
        this.row = { line: Number(attributes['r'] ?? this.row.line + 1), cells: [] };
        this.column = -1;
        return;
      case 'f':
        this.hasFormula = true;
        return;
      case 'rPh':
        this.phonetic++;
    }
  }

  text(text: string): void {
    if (this.taking) this.value += text;
  }

  close(name: string): void {
    switch (name) {
      case 'c':
        return this.closeCell();
      case 'v':
      case 't':
        this.taking = false;
        return;
      case 'row':
        if (this.row.cells.length > 0) this.rows.push(this.row);
        return;
      case 'rPh':
        this.phonetic--;
    }
  }

  private openCell(attributes: Record<string, string>): void {
    const reference = attributes['r'];
    const column = (reference === undefined ? undefined : columnOfReference(reference)) ?? this.column + 1;
    if (column >= MOST_COLUMNS)
      throw damaged(this.context.file.name, 'XLSX', `cell ${reference} is beyond the last column`);
    this.column = column;
    this.type = attributes['t'] ?? 'n';
    this.style = Number(attributes['s'] ?? 0);
    this.value = '';
    this.hasValue = this.hasFormula = false;
  }

  private closeCell(): void {
    const cell = this.hasValue ? this.cell() : undefined;
    if (cell) this.row.cells.push(cell);
    else if (this.hasFormula) this.row.cells.push({ column: this.column, kind: CellKind.noValue, text: '' });
  }

  private cell(): Cell | undefined {
    const { column, value } = this;
    switch (this.type) {
      case 's':
        return this.textCell(this.strings[Number(value)]);
      case 'inlineStr':
      case 'str':
        return this.textCell(unescaped(value));
      case 'b':
        return {
          column,
          kind: CellKind.truth,
          text: value.trim() === '1' || value.trim() === 'true' ? 'true' : 'false',
        };
      case 'e':
        return { column, kind: CellKind.error, text: value };
      case 'd':
        return { column, kind: CellKind.time, text: value.trim().replace(/^(.{10})T(.*?)Z?$/, '$1 $2') };
      default:
        return this.numberCell(value);
    }
  }

  private textCell(text: string | undefined): Cell | undefined {
    if (text === undefined) throw damaged(this.context.file.name, 'XLSX', `row ${this.row.line} refers to no text`);
    return text === '' ? undefined : { column: this.column, kind: CellKind.text, text };
  }

  private numberCell(value: string): Cell | undefined {
    const { column } = this;
    const text = numberText(value);
    if (text === undefined) return this.textCell(value);
    const shown = this.context.shown[this.style];
    if (shown === undefined || shown === 'number') return { column, kind: CellKind.number, text };
    return timeCell(column, Number(text), shown, this.context.is1904);
  }
}
