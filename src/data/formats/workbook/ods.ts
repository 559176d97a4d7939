import { AppError } from '../../../core/errors.ts';
import type { ByteSource, FileLike } from '../../source/blob-source.ts';
import type { Cell, Row, Sheet, Workbook } from './cell.ts';
import { CellKind } from './cell.ts';
import type { Package } from './package.ts';
import { tooLarge } from './package.ts';
import { numberText } from './serial.ts';
import { attribute, readXml } from './xml.ts';

const FORMAT = 'ODS';
/** Cells of one row, and rows, that a repetition may stand for. */
const MOST_COLUMNS = 16_384;
const MOST_REPEATED_CELLS = 1 << 22;

/** Opens an OpenDocument spreadsheet: all sheets are in one stream, which is read anew for each. */
export async function openOds(file: FileLike, pack: Package): Promise<Workbook> {
  await checkKind(file, pack);
  const names: { name: string; hidden: boolean }[] = [];
  const hiddenStyles = new Set<string>();
  let style = '';
  const source = await pack.open('content.xml');
  const reading = readXml(source, file.name, FORMAT, {
    open(name, attributes) {
      if (name === 'style') style = attribute(attributes, 'name') ?? '';
      else if (name === 'table-properties' && attribute(attributes, 'display') === 'false') hiddenStyles.add(style);
      else if (name === 'table') {
        const hidden = hiddenStyles.has(attribute(attributes, 'style-name') ?? '');
        names.push({ name: attribute(attributes, 'name') ?? '', hidden });
      }
    },
  });
  while (!(await reading.next()).done);
  const sheets = names.map(({ name, hidden }, index) => new OdsSheet(name, hidden, index, file, pack));
  return { format: 'ods', sheets };
}

/** Texts and drawings of the same family have a content.xml too; an encrypted one says so in its manifest. */
async function checkKind(file: FileLike, pack: Package): Promise<void> {
  const mimetype = await textOf(pack, 'mimetype');
  if (mimetype !== '' && !/opendocument\.spreadsheet/.test(mimetype)) {
    throw new AppError('import.unsupported-format', { file: file.name, format: mimetype.slice(0, 80) });
  }
  const manifest = await textOf(pack, 'META-INF/manifest.xml');
  if (/<manifest:encryption-data/.test(manifest)) throw new AppError('import.encrypted-file', { file: file.name });
}

async function textOf(pack: Package, path: string): Promise<string> {
  if (!pack.has(path)) return '';
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of (await pack.openSmall(path)).chunks()) text += decoder.decode(chunk, { stream: true });
  return text;
}

class OdsSheet implements Sheet {
  private source: ByteSource | undefined;

  constructor(
    readonly name: string,
    readonly hidden: boolean,
    private readonly index: number,
    private readonly file: FileLike,
    private readonly pack: Package,
  ) {}

  share(): number {
    return this.source?.share() ?? 0;
  }

  async *rows(): AsyncGenerator<Row[]> {
    const parser = new OdsParser(this.index, this.file.name);
    this.source = await this.pack.open('content.xml');
    for await (const _ of readXml(this.source, this.file.name, FORMAT, parser)) {
      if (parser.rows.length > 0) yield parser.rows.splice(0);
      if (parser.done) return;
    }
  }
}

/** Follows the tags of one table in a content.xml. */
class OdsParser {
  rows: Row[] = [];
  done = false;
  private table = -1;
  private line = 1;
  private rowRepeat = 1;
  private cells: Cell[] = [];
  private column = 0;
  private cellRepeat = 1;
  private attributes: Record<string, string> = {};
  private paragraphs: string[] = [];
  private inParagraph = 0;
  /** Comments are within the cell and none of its text. */
  private annotations = 0;

  constructor(
    private readonly index: number,
    private readonly file: string,
  ) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'table') this.table++;
    if (this.table !== this.index) return;
    switch (name) {
      case 'table-row':
        this.rowRepeat = repeat(attributes, 'number-rows-repeated');
        this.cells = [];
        this.column = 0;
        return;
      case 'table-cell':
      case 'covered-table-cell':
        this.cellRepeat = repeat(attributes, 'number-columns-repeated');
        this.attributes = attributes;
        this.paragraphs = [];
        return;
      case 'annotation':
        this.annotations++;
        return;
      case 'p':
      case 'h':
        if (this.annotations === 0 && this.inParagraph++ === 0) this.paragraphs.push('');
        return;
      case 's':
        return this.text(' '.repeat(Math.min(1000, repeat(attributes, 'c'))));
      case 'tab':
        return this.text('\t');
      case 'line-break':
        return this.text('\n');
    }
  }

  text(text: string): void {
    if (this.inParagraph > 0 && this.annotations === 0) this.paragraphs[this.paragraphs.length - 1] += text;
  }

  close(name: string): void {
    if (this.table !== this.index) return;
    switch (name) {
      case 'table':
        this.done = true;
        return;
      case 'annotation':
        this.annotations--;
        return;
      case 'p':
      case 'h':
        if (this.annotations === 0) this.inParagraph--;
        return;
      case 'table-cell':
      case 'covered-table-cell':
        return this.closeCell();
      case 'table-row':
        return this.closeRow();
    }
  }

  private closeCell(): void {
    const repeated = this.cellRepeat;
    const first = this.cell();
    if (first && this.column + repeated > MOST_COLUMNS) throw tooLarge(this.file, MOST_COLUMNS);
    if (first) for (let i = 0; i < repeated; i++) this.cells.push({ ...first, column: this.column + i });
    this.column += repeated;
  }

  private closeRow(): void {
    const { cells, rowRepeat } = this;
    if (cells.length > 0) {
      if (cells.length * rowRepeat > MOST_REPEATED_CELLS) throw tooLarge(this.file, MOST_REPEATED_CELLS);
      for (let i = 0; i < rowRepeat; i++) this.rows.push({ line: this.line + i, cells });
    }
    this.line += rowRepeat;
  }

  private cell(): Cell | undefined {
    const { column } = this;
    const of = (name: string): string | undefined => attribute(this.attributes, name);
    const shown = this.paragraphs.join('\n');
    switch (of('value-type')) {
      case 'float':
      case 'percentage':
      case 'currency':
        return { column, kind: CellKind.number, text: numberText(of('value') ?? '') ?? shown };
      case 'date':
        return { column, kind: CellKind.time, text: isoOf(of('date-value') ?? shown) };
      case 'time':
        return { column, kind: CellKind.text, text: clockOf(of('time-value') ?? '') ?? shown };
      case 'boolean':
        return { column, kind: CellKind.truth, text: of('boolean-value') ?? shown };
      case undefined:
        return undefined;
    }
    if (/^(#N\/A|#[A-Z]+[/!?A-Z0]*|Err:\d+)$/.test(shown) && of('formula') !== undefined) {
      return { column, kind: CellKind.error, text: shown };
    }
    const text = of('string-value') ?? shown;
    return text === '' ? undefined : { column, kind: CellKind.text, text };
  }
}

const repeat = (attributes: Record<string, string>, name: string): number =>
  Math.max(1, Math.floor(Number(attribute(attributes, name) ?? 1)) || 1);

const isoOf = (value: string): string => value.replace('T', ' ').replace(/ 00:00:00(\.0+)?$/, '');

/** `PT26H05M00S` is 26:05:00. */
function clockOf(value: string): string | undefined {
  const match = /^(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S$/.exec(value);
  if (!match) return undefined;
  const [, sign, hours, minutes, seconds, fraction] = match;
  const rest = fraction === undefined || /^0+$/.test(fraction) ? '' : `.${fraction}`;
  return `${sign}${hours!.padStart(2, '0')}:${minutes!.padStart(2, '0')}:${seconds!.padStart(2, '0')}${rest}`;
}
