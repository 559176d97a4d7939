import type { ImportOptions } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { Head, TextDialect, TextFormat } from '../text-format.ts';
import { CsvReader } from './reader.ts';
import { sniffCsv } from './sniff.ts';

/** Delimited text: CSV, TSV and their relatives with semicolons or bars. */
export const csvFormat: TextFormat = {
  understand(head: Head, options: ImportOptions): TextDialect {
    const text = new TextDecoder('utf-8').decode(head.bytes);
    if (head.whole && text.trim() === '') throw new AppError('import.empty-file', { file: head.fileName });
    const { delimiter, quote, header, skip, names, width } = sniffCsv(text, head.whole, options, head.fileName);
    const format = delimiter === '\t' ? 'tsv' : 'csv';
    const columns = Array.from({ length: width }, (_, index) => names[index] ?? null);
    const dialect = {
      delimiter: delimiter.charCodeAt(0),
      quote: quote === '' ? 0 : quote.charCodeAt(0),
      width,
      skipLines: skip,
      header,
    };
    return {
      sniffed: { format, delimiter, quote, header, skipped: skip },
      open: () => new CsvReader(dialect, columns),
    };
  },
};
