import type { Ledger, Notice, Preview } from '../../../contract/import.ts';
import type { ImportOptions } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import { firstRows } from '../../first-rows.ts';
import type { ByteSource, FileLike } from '../../source/blob-source.ts';
import { guessColumns, importText, readHead } from '../../text-import.ts';
import type { BinaryJob } from '../binary/table.ts';
import type { TextDialect, TextFormat } from '../text-format.ts';
import type { Sheet, Workbook } from './cell.ts';
import { FrameWriter, rowsOf } from './frames.ts';
import { openWorkbook } from './open.ts';
import type { Noted } from './reader.ts';
import { SheetReader } from './reader.ts';
import { findRegion } from './region.ts';

/** Sheets that a message names. */
const NAMED_SHEETS = 20;

/** Reads one sheet of a workbook: the one that the options name, or the first that isn't hidden and holds cells. */
export async function importWorkbook(job: BinaryJob): Promise<Ledger> {
  const { file, options } = job;
  const workbook = await openWorkbook(file);
  const sheet = await chooseSheet(workbook, file.name, options.sheet);
  const format = new SheetFormat(workbook, sheet);
  // The table is found by lines of the sheet: no `skip` is left for the text reader.
  const source = new SheetSource(sheet);
  const ledger = await importText(format, { ...job, fileName: file.name, bytes: file.size, encoding: 'utf-8', source });
  return format.complete(ledger, options);
}

/** The first rows of a workbook's sheet as text. */
export async function previewWorkbook(file: FileLike, most: number, options: ImportOptions): Promise<Preview> {
  const workbook = await openWorkbook(file);
  const sheet = await chooseSheet(workbook, file.name, options.sheet);
  const source = new SheetSource(sheet);
  const head = await readHead(source, file.name);
  const dialect = new SheetFormat(workbook, sheet).understand(head, options);
  const { plans } = guessColumns(dialect, head, options);
  const { rows, inHead } = firstRows(dialect, head, plans.length, most);
  const others: Sheet[] = [];
  for (const other of workbook.sheets) {
    if (other !== sheet && !other.hidden && (await holdsCells(other))) others.push(other);
  }
  const readings = [sheet, ...others].map(({ name }) => ({ options: { sheet: name }, label: name }));
  const share = head.whole ? 1 : Math.max(0.001, source.share());
  return {
    sniffed: { ...dialect.sniffed, encoding: 'utf-8' },
    columns: plans.map(({ name, type }) => ({ name, type })),
    rows,
    questions: others.length > 0 && options.sheet === undefined ? [{ kind: 'sheet', readings }] : [],
    estimate: { rows: Math.round(inHead / share), bytes: Math.round(head.bytes.length / share) },
  };
}

async function chooseSheet({ sheets }: Workbook, file: string, wanted?: string): Promise<Sheet> {
  const names = sheets.slice(0, NAMED_SHEETS).map(({ name }) => name);
  if (wanted !== undefined) {
    const sheet = sheets.find(({ name }) => name === wanted);
    if (!sheet) throw new AppError('import.unknown-sheet', { file, sheet: wanted, sheets: names.join(', ') });
    return sheet;
  }
  const shown = sheets.filter(({ hidden }) => !hidden);
  for (const sheet of [...shown, ...sheets.filter(({ hidden }) => hidden)]) if (await holdsCells(sheet)) return sheet;
  throw new AppError('import.no-table-in-workbook', { file, sheets: names.join(', ') });
}

async function holdsCells(sheet: Sheet): Promise<boolean> {
  for await (const rows of sheet.rows()) if (rows.length > 0) return true;
  return false;
}

/** A sheet's rows as bytes. */
class SheetSource implements ByteSource {
  constructor(private readonly sheet: Sheet) {}

  share(): number {
    return this.sheet.share();
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const frames = new FrameWriter();
    for await (const rows of this.sheet.rows()) {
      for (const row of rows) frames.add(row);
      yield frames.take();
    }
  }
}

/** How a sheet is read, and what to say of it afterwards. */
class SheetFormat implements TextFormat {
  private reader: SheetReader | undefined;

  constructor(
    private readonly workbook: Workbook,
    private readonly sheet: Sheet,
  ) {}

  understand: TextFormat['understand'] = ({ bytes, fileName }, options): TextDialect => {
    const region = findRegion(rowsOf(bytes), options);
    if (region.columns.length === 0)
      throw new AppError('import.empty-file', { file: `${fileName} / ${this.sheet.name}` });
    const headerRows = region.headerLines.length;
    return {
      sniffed: {
        format: this.workbook.format,
        sheet: this.sheet.name,
        header: headerRows > 0,
        ...(headerRows > 1 && { headerRows }),
      },
      open: () => (this.reader = new SheetReader(region)),
    };
  };

  /** Adds what the sheet alone knows: rows passed over, cells that hold errors, the other sheets. */
  complete(ledger: Ledger, options: ImportOptions): Ledger {
    const reader = this.reader!;
    const columns = ledger.columns.map((column, index) => ({
      ...column,
      changed: column.changed + (reader.errorsByColumn[index] ?? 0),
    }));
    const notices = [...this.otherSheets(options), ...this.passedOver(reader), ...ledger.notices];
    return { ...ledger, columns, sniffed: { ...ledger.sniffed, skipped: reader.skipped }, notices };
  }

  private passedOver({ above, below, outside, errors, noValues }: SheetReader): Notice[] {
    const kinds: [code: string, noted: Noted][] = [
      ['import.above-table', above],
      ['import.below-table', below],
      ['import.cells-outside', outside],
      ['import.error-cells', errors],
      ['import.formulas-without-values', noValues],
    ];
    return kinds
      .filter(([, { count }]) => count > 0)
      .map(([code, noted]) => ({ code, values: { sheet: this.sheet.name, ...noted } }));
  }

  private otherSheets({ sheet }: ImportOptions): Notice[] {
    const others = this.workbook.sheets.filter((other) => other !== this.sheet);
    if (sheet !== undefined || others.length === 0) return [];
    const names = others.slice(0, NAMED_SHEETS).map(({ name }) => name);
    const values = { sheet: this.sheet.name, count: others.length, others: names.join(', ') };
    return [{ code: 'import.other-sheets', values }];
  }
}
