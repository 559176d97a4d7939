import type { TextBatch } from '../../batch.ts';
import { textOf } from '../../typing/ascii.ts';
import type { CsvDialect } from './dialect.ts';
import type { RecordScanner } from './scan.ts';

/** Notices where the header comes again among the records, at little cost: by one name's length and bytes before all the others. */
export class RepeatedHeader {
  private readonly names: readonly (string | null)[];
  /** The first column that has a name, and its bytes; none where a name alone doesn't tell a header. */
  private readonly key: number;
  private readonly keyName: Uint8Array;

  constructor({ names, width }: CsvDialect) {
    this.names = names;
    this.key = names.findIndex((name) => name !== null && name !== '');
    this.keyName = new TextEncoder().encode(this.key < 0 || width < 2 ? '' : names[this.key]!);
  }

  /** The first row of the batch from `from` on that is the header again; -1 where none is. */
  rowIn(batch: TextBatch, from: number): number {
    const { key, keyName } = this;
    const { bytes, starts, ends, rows, width } = batch;
    const length = keyName.length;
    if (length === 0) return -1;
    const first = keyName[0]!;
    const last = keyName[length - 1]!;
    for (let row = from, cell = from * width + key; row < rows; row++, cell += width) {
      const start = starts[cell]!;
      if (bytes[start] !== first || ends[cell]! - start !== length) continue;
      if (bytes[start + length - 1] === last && this.isAt(batch, row)) return row;
    }
    return -1;
  }

  /** False if the record can't be the header: its name in the key's column is of another length. */
  mayBe({ starts, ends }: RecordScanner): boolean {
    return this.keyName.length > 0 && ends[this.key]! - starts[this.key]! === this.keyName.length;
  }

  private isAt({ bytes, starts, ends, width }: TextBatch, row: number): boolean {
    return this.names.every((name, column) => {
      const start = starts[row * width + column]!;
      return (name ?? '') === (start < 0 ? '' : textOf(bytes, start, ends[row * width + column]!));
    });
  }
}

/** Where a plain row of the batch begins in its bytes: before it stand its absent fields' delimiters, and maybe a quote. */
export function startOfRow({ bytes, starts, width }: TextBatch, row: number, quote: number): number {
  let column = 0;
  while (starts[row * width + column]! < 0) column++;
  const value = starts[row * width + column]!;
  const start = value - column;
  return start > 0 && bytes[value - 1] === quote ? start - 1 : start;
}
