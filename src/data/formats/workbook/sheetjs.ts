import type * as Library from '@e965/xlsx';
import { AppError } from '../../../core/errors.ts';
import type { FileLike } from '../../source/blob-source.ts';
import { readBytes } from '../../source/blob-source.ts';
import { damaged } from '../../source/inflated-source.ts';
import type { Cell, Row, Sheet, Workbook } from './cell.ts';
import { CellKind } from './cell.ts';
import { numberText, shownBy, timeCell } from './serial.ts';

/** Rows handed on at a time. */
const PIECE_ROWS = 2000;

/** Opens an XLS or XLSB workbook by SheetJS, which reads it whole. */
export async function openBinaryWorkbook(file: FileLike, format: 'xls' | 'xlsb'): Promise<Workbook> {
  const library = await import('@e965/xlsx');
  const bytes = await readBytes(file, 0, file.size);
  if (format === 'xls') checkContainer(library, bytes, file.name);
  const book = read(library, bytes, file.name, format);
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const hidden = (index: number): boolean => (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0;
  const sheets = book.SheetNames.map((name, index) => new LoadedSheet(name, hidden(index), book.Sheets[name], is1904));
  return { format, sheets };
}

function read({ read: readBook }: typeof Library, bytes: Uint8Array, file: string, format: string): Library.WorkBook {
  try {
    return readBook(bytes, { type: 'array', dense: true, cellNF: true, cellText: false, cellHTML: false });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/password|encrypt/i.test(message)) throw new AppError('import.encrypted-file', { file }, { cause: error });
    throw damaged(file, format.toUpperCase(), error);
  }
}

/** What else is kept in the same container (Compound File Binary). */
const OTHER_STREAMS: readonly [stream: RegExp, format: string][] = [
  [/\/WordDocument$/, 'DOC'],
  [/\/PowerPoint Document$/, 'PPT'],
  [/\/__properties_version1\.0$/, 'MSG'],
];

function checkContainer({ CFB }: typeof Library, bytes: Uint8Array, file: string): void {
  let paths: string[];
  try {
    paths = CFB.read(bytes, { type: 'array' }).FullPaths;
  } catch (error) {
    throw damaged(file, 'XLS', error);
  }
  const has = (stream: RegExp): boolean => paths.some((path) => stream.test(path));
  if (has(/\/EncryptedPackage$/)) throw new AppError('import.encrypted-file', { file });
  if (has(/\/(Workbook|Book)$/i)) return;
  const other = OTHER_STREAMS.find(([stream]) => has(stream));
  throw new AppError('import.unsupported-format', { file, format: other?.[1] ?? 'Compound File' });
}

/** A sheet whose cells are in memory. */
class LoadedSheet implements Sheet {
  private done = 0;

  constructor(
    readonly name: string,
    readonly hidden: boolean,
    private readonly sheet: Library.WorkSheet | undefined,
    private readonly is1904: boolean,
  ) {}

  share(): number {
    return this.done;
  }

  async *rows(): AsyncGenerator<Row[]> {
    const data = (this.sheet?.['!data'] ?? []) as readonly (readonly (Library.CellObject | undefined)[] | undefined)[];
    this.done = 0;
    for (let at = 0; at < data.length; at += PIECE_ROWS) {
      const rows: Row[] = [];
      for (let index = at; index < Math.min(data.length, at + PIECE_ROWS); index++) {
        const cells = this.cellsOf(data[index] ?? []);
        if (cells.length > 0) rows.push({ line: index + 1, cells });
      }
      this.done = Math.min(1, (at + PIECE_ROWS) / data.length);
      if (rows.length > 0) yield rows;
    }
  }

  private cellsOf(row: readonly (Library.CellObject | undefined)[]): Cell[] {
    const cells: Cell[] = [];
    row.forEach((cell, column) => {
      const read = cell && cellOf(cell, column, this.is1904);
      if (read) cells.push(read);
    });
    return cells;
  }
}

function cellOf({ t, v, w, z, f }: Library.CellObject, column: number, is1904: boolean): Cell | undefined {
  if (t === 'e') return { column, kind: CellKind.error, text: w ?? '#N/A' };
  if (v === undefined || v === null) return f ? { column, kind: CellKind.noValue, text: '' } : undefined;
  if (typeof v === 'boolean') return { column, kind: CellKind.truth, text: String(v) };
  if (typeof v === 'string') return v === '' ? undefined : { column, kind: CellKind.text, text: v };
  if (typeof v !== 'number') return { column, kind: CellKind.time, text: v.toISOString() };
  const text = numberText(String(v));
  if (text === undefined) return undefined;
  const shown = z === undefined ? 'number' : shownBy(0, String(z));
  return shown === 'number' ? { column, kind: CellKind.number, text } : timeCell(column, v, shown, is1904);
}
