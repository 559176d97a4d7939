import type { AsyncBuffer, DecodedArray, FileMetaData, ParquetScan } from 'hyparquet';
import { parquetMetadataAsync, parquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { FileLike } from '../../source/blob-source.ts';
import { orDamaged, orDamagedBatches } from '../binary/damage.ts';
import type { BinaryBatch, BinaryTable } from '../binary/table.ts';
import { dateText, timestampText } from '../binary/texts.ts';
import { toArrow } from './arrow.ts';
import type { ParquetColumn } from './schema.ts';
import { parquetColumns, rawMetadata } from './schema.ts';
import type { Raw } from './values.ts';
import { textOfRaw } from './values.ts';

type Range = [start: number, end: number];

/** Values of one reading ahead: what a large row group is read in. */
const SPAN_CELLS = 8 << 20;

const same = <T>(value: T): T => value;
const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

/** Values as stored: what they mean is read from the schema, without a `Date` or a string per value. */
const RAW_PARSERS = { timestampFromNanoseconds: same, stringFromBytes: same };

/** Values inside lists and structs, on their way to JSON. */
const NESTED_PARSERS = {
  timestampFromMilliseconds: (millis: bigint) => timestampText(millis * 1000n),
  timestampFromMicroseconds: timestampText,
  timestampFromNanoseconds: (nanos: bigint) => timestampText(nanos / 1000n),
  dateFromDays: dateText,
  jsonFromBytes: text,
};

/** Reads the footer; `import.damaged-file` where there is none that makes sense. */
export const openParquet = (file: FileLike): Promise<BinaryTable> =>
  orDamaged(file.name, 'Parquet', async () => {
    const buffer: AsyncBuffer = {
      byteLength: file.size,
      slice: (start, end) => file.slice(start, end).arrayBuffer(),
    };
    const metadata = await parquetMetadataAsync(buffer);
    const columns = parquetColumns(metadata);
    const common = { file: buffer, compressors };
    const raw = await parquetScan({ ...common, metadata: rawMetadata(metadata, columns), parsers: RAW_PARSERS });
    const nested = await parquetScan({ ...common, metadata, parsers: NESTED_PARSERS });
    const table = new ParquetTable(metadata, columns, (column) => (column.reading.as === 'nested' ? nested : raw));
    return {
      format: 'parquet',
      columns,
      countRows: () => table.rows,
      batches: (wanted, batchRows, most) =>
        orDamagedBatches(file.name, 'Parquet', table.batches(wanted, batchRows, most)),
    };
  });

class ParquetTable {
  readonly rows: number;

  constructor(
    private readonly metadata: FileMetaData,
    private readonly columns: readonly ParquetColumn[],
    private readonly scanOf: (column: ParquetColumn) => ParquetScan,
  ) {
    this.rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    const stated = Number(metadata.num_rows);
    // Some writers leave the sum out, but a wrong one means that row groups are missing.
    if (stated !== 0 && stated !== this.rows) throw new RangeError(`${this.rows} of ${stated} rows`);
  }

  async *batches(wanted: readonly number[], batchRows: number, most = Infinity): AsyncGenerator<BinaryBatch> {
    const spanRows = batchRows * Math.max(1, Math.floor(SPAN_CELLS / (batchRows * Math.max(1, wanted.length))));
    let first = 0;
    for (const group of this.metadata.row_groups) {
      const end = first + Number(group.num_rows);
      for (let start = first; start < Math.min(end, most); start += spanRows) {
        const span: Range = [start, Math.min(end, start + spanRows, most)];
        yield* this.spanBatches(span, [first, end], batchRows);
      }
      first = end;
    }
  }

  private *spanBatches(span: Range, group: Range, batchRows: number): Generator<BinaryBatch> {
    for (let start = span[0]; start < span[1]; start += batchRows) {
      const end = Math.min(span[1], start + batchRows);
      const from = (index: number) => this.read(this.columns[index]!, span, group, [start, end]);
      yield {
        rows: end - start,
        done: end / Math.max(1, this.rows),
        build: async (index) => toArrow(this.columns[index]!, await from(index)),
        texts: async (index) => textsOf(this.columns[index]!, await from(index)),
      };
    }
  }

  /**
   * The raw values of rows [start, end). The library keeps what it read last of each column, so that a span is decoded once; of
   * nested columns it always decodes the whole row group.
   */
  private async read(column: ParquetColumn, span: Range, group: Range, [start, end]: Range): Promise<ArrayLike<Raw>> {
    const [rowStart, rowEnd] = column.reading.as === 'nested' ? group : span;
    const values: DecodedArray = await this.scanOf(column).readColumn({ column: column.name, rowStart, rowEnd });
    if (values.length !== rowEnd - rowStart) {
      throw new RangeError(`column ${column.name} has ${values.length} of ${rowEnd - rowStart} values`);
    }
    return values.slice(start - rowStart, end - rowStart) as ArrayLike<Raw>;
  }
}

const textsOf = ({ reading }: ParquetColumn, raw: ArrayLike<Raw>): (string | null)[] =>
  Array.from(raw, (value) => (value === null || value === undefined ? null : textOfRaw(value, reading)));
