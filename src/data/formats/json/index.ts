import type { ImportOptions } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { Head, TextDialect, TextFormat } from '../text-format.ts';
import { MOST_COLUMNS } from './keys.ts';
import { JsonReader } from './reader.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import { refuseDeep, skipBlanks } from './validate.ts';

/** Objects within objects are taken apart as deep as these, the deepest first: less deep where that makes too many columns. */
const DEPTHS = [16, 2, 1, 0];
/** From this many columns in the head on, keys are data rather than names. */
const WIDE = MOST_COLUMNS / 4;

/** JSON: arrays of objects or lists, objects one after the other or one a line (NDJSON), tables by columns, records within an object. */
export const jsonFormat: TextFormat = {
  understand(head: Head, options: ImportOptions): TextDialect {
    const { bytes, whole, fileName } = head;
    if (whole && skipBlanks(bytes, 0, bytes.length) === bytes.length) {
      throw new AppError('import.empty-file', { file: fileName });
    }
    const shape = refuseDeep(fileName, 1, () => shapeOf(bytes, whole, fileName, options));
    const rows = options.arrays === 'rows' ? largestArray(head, shape) : undefined;
    const reading = { depth: depthOf(head, shape), rows };
    return {
      sniffed: { format: shape.layout === 'lines' ? 'ndjson' : 'json' },
      open: (columns) => new JsonReader(shape, fileName, columns, reading),
    };
  },
};

/** How deep objects can be taken apart without drowning in columns. */
function depthOf(head: Head, shape: Shape): number {
  return DEPTHS.find((depth) => widthOf(head, shape, depth) <= WIDE) ?? 0;
}

function widthOf(head: Head, shape: Shape, depth: number): number {
  const reader = new JsonReader(shape, head.fileName, [], { depth });
  try {
    reader.push(head.bytes, () => undefined);
    return reader.columns.length;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === 'import.too-many-columns' && depth > 0 ? Infinity : reader.columns.length;
  }
}

/** The column that holds most of the head's bytes in arrays. */
function largestArray(head: Head, shape: Shape): string | undefined {
  const bytes: number[] = [];
  const reader = new JsonReader(shape, head.fileName, [], { depth: depthOf(head, shape) });
  try {
    reader.push(head.bytes.slice(), (batch) => {
      for (let cell = 0; cell < batch.rows * batch.width; cell++) {
        const column = cell % batch.width;
        const start = batch.starts[cell]!;
        if (start < 0 || batch.bytes[start] !== 91 || !batch.nested![column]) continue;
        bytes[column] = (bytes[column] ?? 0) + batch.ends[cell]! - start;
      }
    });
  } catch (error) {
    // The reading itself will say what is wrong.
    if (!(error instanceof AppError)) throw error;
  }
  const most = bytes.reduce((best, size, column) => (size > (bytes[best] ?? 0) ? column : best), -1);
  return most < 0 ? undefined : (reader.columns[most] ?? undefined);
}
