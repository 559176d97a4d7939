import type { Ledger, Preview } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { FileLike } from '../../source/blob-source.ts';
import { orDamaged, orDamagedBatches } from '../binary/damage.ts';
import { importBinary } from '../binary/import.ts';
import { previewBinary } from '../binary/preview.ts';
import type { BinaryBatch, BinaryJob, BinaryTable } from '../binary/table.ts';
import { ArrowColumn } from './build.ts';
import type { FlatTable } from './flatbuffer.ts';
import type { BatchLayout } from './layout.ts';
import { layoutOf } from './layout.ts';
import type { ArrowFile, Message } from './messages.ts';
import { Header, openArrowFile } from './messages.ts';
import type { ArrowField } from './schema.ts';
import { columnType } from './schema.ts';
import type { Vector } from './vector.ts';
import { Body, loadVector } from './vector.ts';

/** Rows without a single byte of values: more of them than this are a false statement. */
const MOST_EMPTY_ROWS = 1 << 24;
/** The oldest metadata that current readers take, counted from 0. */
const METADATA_V4 = 3;

/** Reads Arrow IPC files (Feather V2) and streams, batch by batch; the file's types are kept. */
export const importArrow = (job: BinaryJob): Promise<Ledger> => importBinary(openArrow, job);

/** The first rows of an Arrow IPC file or stream as text. */
export const previewArrow = (file: FileLike, most: number): Promise<Preview> => previewBinary(openArrow, file, most);

async function openArrow(file: FileLike): Promise<BinaryTable> {
  const opened = await orDamaged(file.name, 'Arrow', () => openArrowFile(file));
  if (opened.schema.bigEndian) {
    throw new AppError('import.unsupported-format', { file: file.name, format: 'Arrow (big-endian)' });
  }
  const table = new ArrowTable(file, opened);
  return {
    format: opened.format,
    columns: opened.schema.fields.map((field) => ({ name: field.name, type: columnType(field) })),
    countRows: () => orDamaged(file.name, 'Arrow', () => table.countRows()),
    batches: (wanted, batchRows) => orDamagedBatches(file.name, 'Arrow', table.batches(wanted, batchRows)),
  };
}

class ArrowTable {
  private readonly dictionaries = new Map<number, Vector[]>();
  private readonly dictionaryFields = new Map<number, ArrowField>();

  constructor(
    private readonly file: FileLike,
    private readonly opened: ArrowFile,
  ) {
    this.findDictionaries(opened.schema.fields);
  }

  private findDictionaries(fields: readonly ArrowField[]): void {
    for (const field of fields) {
      if (field.dictionary) this.dictionaryFields.set(field.dictionary.id, { ...field, dictionary: undefined });
      this.findDictionaries(field.children);
    }
  }

  async *batches(wanted: readonly number[], batchRows: number): AsyncGenerator<BinaryBatch> {
    this.dictionaries.clear();
    for await (const message of this.opened.messages()) {
      if (message.kind === Header.dictionary) await this.takeDictionary(message);
      if (message.kind === Header.batch) yield* this.batch(message, wanted, batchRows);
    }
  }

  private async *batch(message: Message, wanted: readonly number[], batchRows: number): AsyncGenerator<BinaryBatch> {
    const { fields } = this.opened.schema;
    const layout = this.layout(message, message.header, fields);
    const body = new Body(this.file, message, layout.codec);
    const columns = new Map<number, ArrowColumn>();
    for (const index of wanted) {
      const vector = await loadVector(layout.columns[index]!, body, this.dictionaries);
      columns.set(index, new ArrowColumn(vector, columnType(fields[index]!)));
    }
    const done = (message.bodyAt + message.bodyBytes) / this.file.size;
    for (let start = 0; start < layout.rows; start += batchRows) {
      const end = Math.min(layout.rows, start + batchRows);
      yield {
        rows: end - start,
        done,
        build: (column) => columns.get(column)!.build(start, end),
        texts: (column) => columns.get(column)!.texts(start, end),
      };
    }
  }

  private layout(message: Message, batch: FlatTable, fields: readonly ArrowField[]): BatchLayout {
    if (message.version < METADATA_V4) throw new RangeError(`metadata of version ${message.version + 1}`);
    const layout = layoutOf(batch, fields, message.version);
    if (message.bodyBytes === 0 && layout.rows > MOST_EMPTY_ROWS)
      throw new RangeError(`${layout.rows} rows of nothing`);
    return layout;
  }

  /** A dictionary, or more values for one that is there. */
  private async takeDictionary(message: Message): Promise<void> {
    const id = message.header.int64(0);
    const batch = message.header.table(1);
    const field = this.dictionaryFields.get(id);
    if (!batch || !field) throw new RangeError(`the dictionary ${id} belongs to no column`);
    const layout = this.layout(message, batch, [field]);
    const body = new Body(this.file, message, layout.codec);
    const vector = await loadVector(layout.columns[0]!, body, this.dictionaries);
    const known = message.header.int8(2) === 0 ? [] : (this.dictionaries.get(id) ?? []);
    this.dictionaries.set(id, [...known, vector]);
  }

  /** The sum of what the batches state; their bodies are passed over. */
  async countRows(): Promise<number> {
    let rows = 0;
    for await (const { kind, header } of this.opened.messages()) if (kind === Header.batch) rows += header.int64(0);
    return rows;
  }
}
