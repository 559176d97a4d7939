import type { TextBatch } from '../../batch.ts';
import type { CsvDialect } from './dialect.ts';
import { CR, LF } from './syntax.ts';

/** Where the reading stands. */
export interface Stand {
  position: number;
  line: number;
}

/**
 * Reads records for as long as they are of the common kind: `width` fields, quotes only around whole fields and none within, LF or
 * CRLF behind, at least one value. It stops before any other, which is then read the careful way. Most time is spent here, hence
 * one long loop over locals.
 */
export function readPlainRecords(
  buffer: Uint8Array,
  length: number,
  batch: TextBatch,
  dialect: CsvDialect,
  from: number,
  fromLine: number,
): Stand {
  const { starts, ends, lines, width } = batch;
  const capacity = lines.length;
  const quote = dialect.quote;
  const delimiter = dialect.delimiter[0]!;
  // Most bytes of most files are above the delimiter: one comparison passes them.
  const special = delimiter > CR ? delimiter : CR;
  // A record of delimiters alone is as long as this at most.
  const emptyBytes = width > 1 ? width + 1 : 0;
  let position = from;
  let line = fromLine;
  let rows = batch.rows;
  records: for (; rows < capacity; rows++) {
    let i = position;
    const last = (rows + 1) * width - 1;
    for (let cell = rows * width; cell <= last; cell++) {
      let byte = buffer[i]!;
      let start = i;
      let end: number;
      if (byte === quote) {
        start = ++i;
        byte = buffer[i]!;
        while (byte !== quote && byte > CR) byte = buffer[++i]!;
        if (byte !== quote) break records;
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
    if (i - position <= emptyBytes) break;
    lines[rows] = line++;
    position = i;
    // A blank line ends the run: the next record isn't where this one ends.
    const next = buffer[i]!;
    if (next === LF || next === CR) {
      rows++;
      break;
    }
  }
  batch.rows = rows;
  return { position, line };
}
