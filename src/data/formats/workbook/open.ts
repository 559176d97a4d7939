import { AppError } from '../../../core/errors.ts';
import type { FileLike } from '../../source/blob-source.ts';
import { readBytes } from '../../source/blob-source.ts';
import { isWorkbook, isZip } from '../../source/zip.ts';
import { readZipDirectory } from '../../source/zip-directory.ts';
import type { Workbook } from './cell.ts';
import { openOds } from './ods.ts';
import { Package, tooLarge } from './package.ts';
import { openBinaryWorkbook } from './sheetjs.ts';
import { openXlsx } from './xlsx.ts';

/** The library for XLS and XLSB holds the file and all its cells, some five times its inflated bytes. */
const MOST_BINARY_BYTES = 256 << 20;

/** Opens a workbook by what is in it: XLSX and ODS as streams, XLS and XLSB whole. */
export async function openWorkbook(file: FileLike): Promise<Workbook> {
  if (!isZip(await readBytes(file, 0, Math.min(4, file.size)))) {
    if (file.size > MOST_BINARY_BYTES) throw tooLarge(file.name, MOST_BINARY_BYTES);
    return openBinaryWorkbook(file, 'xls');
  }
  const entries = await readZipDirectory(file);
  if (!isWorkbook(entries)) throw new AppError('import.unsupported-format', { file: file.name, format: 'ZIP / ZIP' });
  const pack = new Package(file, entries);
  if (pack.has('content.xml')) return openOds(file, pack);
  if (!pack.has('xl/workbook.bin')) return openXlsx(file, pack);
  await pack.inflatedBytes(MOST_BINARY_BYTES);
  return openBinaryWorkbook(file, 'xlsb');
}
