import { AppError } from '../../../core/errors.ts';
import type { Head, TextDialect, TextFormat } from '../text-format.ts';
import type { Layout } from './reader.ts';
import { JsonReader } from './reader.ts';
import { endOfValue, skipBlanks } from './validate.ts';

const LF = 10;
const OPEN_OBJECT = 123;
const OPEN_ARRAY = 91;
/** Lines that are tried before a file is taken for one of records that span lines. */
const TRIED_LINES = 10;

/** JSON: an array of objects, objects one after the other, or one object a line (NDJSON, JSON Lines). */
export const jsonFormat: TextFormat = {
  understand(head: Head): TextDialect {
    if (head.whole && skipBlanks(head.bytes, 0, head.bytes.length) === head.bytes.length) {
      throw new AppError('import.empty-file', { file: head.fileName });
    }
    const layout = layoutOf(head);
    return {
      sniffed: { format: layout === 'lines' ? 'ndjson' : 'json' },
      open: (columns) => new JsonReader(layout, head.fileName, columns),
    };
  },
};

function layoutOf({ bytes, fileName }: Head): Layout {
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(fileName)) return 'lines';
  const start = skipBlanks(bytes, 0, bytes.length);
  if (bytes[start] === OPEN_ARRAY) return 'array';
  return hasObjectLine(bytes, start) ? 'lines' : 'sequence';
}

/** True if one of the first lines is an object by itself. */
function hasObjectLine(bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (let line = 0; line < TRIED_LINES && at < bytes.length; line++) {
    const newline = bytes.indexOf(LF, at);
    const end = newline < 0 ? bytes.length : newline;
    const from = skipBlanks(bytes, at, end);
    if (bytes[from] === OPEN_OBJECT) {
      const to = endOfValue(bytes, from, end, true);
      if (to > 0 && skipBlanks(bytes, to, end) === end) return true;
    }
    at = end + 1;
  }
  return false;
}
