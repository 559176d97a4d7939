import {
  DateDay,
  Decimal,
  Float64,
  Int32,
  Int64,
  makeData,
  TimestampMicrosecond,
  Utf8,
  Bool,
  tableToIPC,
  Table,
  vectorFromArray,
} from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { previewFile } from '../../preview.ts';
import { decode, fileOf, report } from '../../testing.ts';
import { decimalText } from '../binary/texts.ts';
import { parquetFromIpc } from './write.ts';

const read = (bytes: ArrayBuffer | Uint8Array, options = {}) =>
  decode(fileOf(new Uint8Array(bytes), 'x.parquet'), options);

describe('Parquet', () => {
  const written = parquetWriteBuffer({
    columnData: [
      { name: 'i', data: [1, null, -3], type: 'INT32' },
      { name: 'l', data: [9007199254740993n, -1n, null], type: 'INT64' },
      { name: 'd', data: [1.5, null, -0.25], type: 'DOUBLE' },
      { name: 's', data: ['x', '商', null], type: 'STRING' },
      { name: 'b', data: [true, false, null], type: 'BOOLEAN' },
      {
        name: 't',
        data: [new Date('2024-02-29T10:11:12.345Z'), null, new Date('1969-12-31T23:59:59.999Z')],
        type: 'TIMESTAMP',
      },
      { name: 'j', data: [{ a: [1] }, null, 'q'], type: 'JSON' },
      { name: 'u', data: ['123e4567-e89b-12d3-a456-426614174000', null, null], type: 'UUID' },
    ],
  });

  it('keeps the file’s own types', async () => {
    const { columns, ledger } = await read(written);
    expect(Object.fromEntries(columns)).toEqual({
      i: [1n, null, -3n],
      l: [9007199254740993n, -1n, null],
      d: [1.5, null, -0.25],
      s: ['x', '商', null],
      b: [true, false, null],
      t: ['2024-02-29T10:11:12.345Z', null, '1969-12-31T23:59:59.999Z'],
      j: ['{"a":[1]}', null, '"q"'],
      u: ['123e4567-e89b-12d3-a456-426614174000', null, null],
    });
    expect(ledger).toMatchObject({ rows: 3, records: 3, rejectedCount: 0, sniffed: { format: 'parquet' } });
    expect(ledger.columns.map(({ type, nulls }) => [type, nulls])).toEqual([
      ['integer', 1],
      ['integer', 1],
      ['number', 1],
      ['text', 1],
      ['boolean', 1],
      ['timestamp', 1],
      ['text', 1],
      ['text', 2],
    ]);
  });

  it('keeps all digits of decimals: as numbers up to fifteen, beyond that as text', async () => {
    const column = (name: string, precision: number) =>
      ({ name, type: 'INT64', converted_type: 'DECIMAL', scale: 2, precision, repetition_type: 'OPTIONAL' }) as const;
    const { ByteWriter, parquetWrite } = await import('hyparquet-writer');
    const writer = new ByteWriter();
    parquetWrite({
      writer,
      schema: [{ name: 'root', num_children: 2 }, column('short', 10), column('long', 18)],
      columnData: [
        { name: 'short', data: [1010n, -5n, null] },
        { name: 'long', data: [123456789012345678n, -5n, null] },
      ],
    });
    const { columns } = await read(writer.getBytes());
    expect(Object.fromEntries(columns)).toEqual({
      short: [10.1, -0.05, null],
      long: ['1234567890123456.78', '-0.05', null],
    });
    expect(decimalText(-1n, 3)).toBe('-0.001');
    expect(decimalText(12n, -2)).toBe('1200');
  });

  it('reads a column as the type it is told', async () => {
    const decoded = await read(written, { types: { s: 'integer', i: 'text', l: 'number', t: 'date', d: 'integer' } });
    expect(decoded.columns.get('i')).toEqual(['1', null, '-3']);
    expect(decoded.columns.get('s')).toEqual([null, null, null]);
    expect(decoded.columns.get('t')).toEqual(['2024-02-29', null, '1969-12-31']);
    expect(report(decoded, 's')).toMatchObject({ rejected: 2, nulls: 3, type: 'integer' });
    expect(report(decoded, 'l')).toMatchObject({ changed: 1, type: 'number' });
    expect(report(decoded, 'd')).toMatchObject({ rejected: 2 });
    expect(decoded.ledger.notices).toContainEqual({
      code: 'import.rejected-values',
      values: { column: 's', type: 'integer', count: 2, examples: '1: x; 2: 商' },
      columns: ['s'],
    });
  });

  it('reads many row groups in order', async () => {
    const data = Array.from({ length: 250_000 }, (_, row) => row);
    const bytes = parquetWriteBuffer({
      columnData: [{ name: 'n', data, type: 'INT32' }],
      rowGroupSize: [1000, 200_000],
    });
    const { columns, batches } = await read(bytes);
    expect(columns.get('n')).toEqual(data.map(BigInt));
    expect(batches).toBe(4);
  });

  it('takes a table without rows', async () => {
    const bytes = parquetWriteBuffer({ columnData: [{ name: 'n', data: [], type: 'INT32' }] });
    const { columns, ledger } = await read(bytes);
    expect([...columns.keys()]).toEqual(['n']);
    expect(ledger.rows).toBe(0);
  });

  it('refuses files cut short or scribbled on', async () => {
    const bytes = new Uint8Array(written);
    await expect(read(bytes.subarray(0, bytes.length - 30))).rejects.toMatchObject({ name: 'import.damaged-file' });
    await expect(read(bytes.subarray(0, 6))).rejects.toMatchObject({ name: 'import.damaged-file' });
    const scribbled = bytes.slice();
    scribbled.fill(0xff, 4, 40);
    await expect(read(scribbled)).rejects.toMatchObject({ name: 'import.damaged-file' });
  });

  it('previews the first rows as text', async () => {
    const preview = await previewFile(fileOf(new Uint8Array(written), 'x.parquet'), {});
    expect(preview.rows[0]).toEqual([
      '1',
      '9007199254740993',
      '1.5',
      'x',
      'true',
      '2024-02-29T10:11:12.345000Z',
      '{"a":[1]}',
      '123e4567-e89b-12d3-a456-426614174000',
    ]);
    expect(preview.columns.map(({ name }) => name)).toEqual(['i', 'l', 'd', 's', 'b', 't', 'j', 'u']);
  });
});

describe('writing Parquet', () => {
  it('gives every type back', async () => {
    const micros = makeData({
      type: new TimestampMicrosecond(),
      length: 2,
      nullCount: 1,
      nullBitmap: Uint8Array.of(1),
      data: BigInt64Array.of(1709201472123456n, 0n),
    });
    const table = new Table({
      i: vectorFromArray([1n, null], new Int64()),
      w: vectorFromArray([7, 8], new Int32()),
      d: vectorFromArray([0.1, null], new Float64()),
      s: vectorFromArray(['x"', null], new Utf8()),
      b: vectorFromArray([null, true], new Bool()),
      day: vectorFromArray([new Date('2024-02-29'), null], new DateDay()),
      dec: vectorFromArray([Uint32Array.of(105, 0, 0, 0), null], new Decimal(2, 38, 128)),
    });
    const ipc = tableToIPC(table);
    const { columns } = await read(parquetFromIpc(ipc));
    expect(Object.fromEntries(columns)).toEqual({
      i: [1n, null],
      w: [7n, 8n],
      d: [0.1, null],
      s: ['x"', null],
      b: [null, true],
      day: ['2024-02-29', null],
      dec: ['1.05', null],
    });
    const { toIpc } = await import('../../typing/table.ts');
    const stamped = await read(parquetFromIpc(toIpc(['t'], [micros], 2)));
    expect(stamped.columns.get('t')).toEqual(['2024-02-29T10:11:12.123456Z', null]);
  });
});
