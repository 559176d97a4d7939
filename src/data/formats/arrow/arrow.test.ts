import { describe, expect, it } from 'vitest';
import { decodeFile } from '../../decode.ts';
import { previewFile } from '../../preview.ts';
import { decode, fileOf, report } from '../../testing.ts';
import { fixture } from './fixtures.ts';

const read = (bytes: Uint8Array, options = {}) => decode(fileOf(bytes, 'x.arrow'), options);

describe('Arrow IPC', () => {
  it('keeps every type’s values', async () => {
    const decoded = await read(fixture('every'));
    expect(Object.fromEntries(decoded.columns)).toEqual({
      i8: [1n, null, -128n],
      u64: ['18446744073709551615', null, '1'],
      i64: [9007199254740993n, -1n, null],
      f16: [1.5, null, -0.25],
      f64: [0.1, null, -2.5],
      b: [true, false, null],
      s: ['x', '商', ''],
      ls: ['long', null, 'text'],
      sv: ['short', 'a text of more than twelve bytes', null],
      bin: ['\\xFF\\x00', 'ok', null],
      dec: [10.1, -0.05, null],
      big: ['1234567890123456.78', '-0.05', null],
      d32: ['2024-02-29', null, '1969-12-31'],
      d64: ['2024-02-29', null, '1969-12-31'],
      ts_s: ['2024-02-29T10:11:12.000Z', null, '1969-12-31T23:59:59.000Z'],
      ts_ns: ['2024-02-29T10:11:12.123456Z', null, '1969-12-31T23:59:59.999999Z'],
      t32: ['10:31:12.345', null, '00:00:00'],
      t64: ['10:31:12.345678901', null, '00:00:00.000000001'],
      dur: [90.5, null, -0.001],
      dict: ['red', 'blue', 'red'],
      list: ['[1,null]', '[]', null],
      struct: ['{"a":1,"b":"x"}', null, '{"a":null,"b":"y"}'],
      map: ['{"k":1}', null, '{}'],
      null: [null, null, null],
      iv: ['1 months 2 days 3 ns', null, null],
      run: ['p', 'p', 'q'],
      union: ['5', '"u"', '6'],
      fixed: ['[1,2]', null, '[3,4]'],
    });
    expect(decoded.ledger).toMatchObject({ rows: 3, records: 3, rejectedCount: 0, sniffed: { format: 'arrow' } });
    expect(report(decoded, 'ts_ns')).toMatchObject({ type: 'timestamp', nulls: 1, changed: 2 });
    const changed = decoded.ledger.columns.filter((column) => column.changed > 0);
    expect(changed.map(({ name }) => name)).toEqual(['ts_ns']);
  });

  it.each(['lz4', 'zstd'] as const)('unpacks %s', async (codec) => {
    const { columns, ledger } = await read(fixture(codec));
    expect(ledger.rows).toBe(20_000);
    expect(columns.get('n')).toEqual(Array.from({ length: 20_000 }, (_, row) => BigInt(Math.floor(row / 500))));
    expect(columns.get('x')).toEqual(Array.from({ length: 20_000 }, (_, row) => (row % 7) / 2));
  });

  it('reads streams, with dictionaries that grow or are replaced', async () => {
    const grown = await read(fixture('stream'));
    expect(grown.ledger.sniffed.format).toBe('arrow-stream');
    expect(Object.fromEntries(grown.columns)).toEqual({ c: ['a', 'b', null, 'c', 'a'], n: [1n, 2n, 3n, 4n, 5n] });
    const replaced = await read(fixture('replaced'));
    expect(replaced.columns.get('c')).toEqual(['a', 'b', null, 'c', 'a', 'y']);
  });

  it('reads what polars writes', async () => {
    const { columns } = await read(fixture('polars'));
    expect(Object.fromEntries(columns)).toEqual({ name: ['Ann', 'a much longer name than twelve'], n: [1n, 2n] });
  });

  it('reads columns as they are told, and only those asked for', async () => {
    const { columns, ledger } = await read(fixture('every'), {
      types: { i8: 'text', s: 'integer' },
      columns: ['i8', 'S'],
    });
    expect(Object.fromEntries(columns)).toEqual({ i8: ['1', null, '-128'], s: [null, null, null] });
    expect(ledger.columns).toHaveLength(28);
    expect(ledger.notices).toContainEqual({
      code: 'import.rejected-values',
      values: { column: 's', type: 'integer', count: 2, examples: '1: x; 2: 商' },
      columns: ['s'],
    });
  });

  it('reads the columns that rows are chosen by', async () => {
    const { columns } = await read(fixture('every'), {
      columns: ['s'],
      between: { column: 'ts_s', from: '2024-01-01' },
      sample: { share: 0.5, by: 'i8' },
    });
    expect([...columns.keys()]).toEqual(['i8', 's', 'ts_s']);
  });

  it('previews and counts without reading bodies', async () => {
    const preview = await previewFile(fileOf(fixture('lz4'), 'x.feather'), {});
    expect(preview.rows).toHaveLength(50);
    expect(preview.rows[8]).toEqual(['0', '0.5']);
    expect(preview).toMatchObject({ questions: [], estimate: { rows: 20_000, bytes: 20_000 * 16 } });
  });

  it('refuses the first version of Feather by name', async () => {
    await expect(read(fixture('v1'))).rejects.toMatchObject({
      name: 'import.unsupported-format',
      values: { format: 'Feather V1' },
    });
  });

  it.each(['every', 'zstd', 'stream', 'replaced'] as const)('%s: no cut is read as if it were whole', async (name) => {
    const bytes = fixture(name);
    const whole = (await read(bytes)).ledger.rows;
    const step = Math.max(1, Math.floor(bytes.length / 60));
    for (let cut = 12; cut < bytes.length - 8; cut += step) {
      const outcome = await read(bytes.subarray(0, cut)).then(
        ({ ledger }) => ledger.rows,
        (error: Error) => error.name,
      );
      // A stream may end after any message: then only its first batches are there.
      if (typeof outcome === 'number') expect(outcome).toBeLessThan(whole);
      else expect(outcome).toBe('import.damaged-file');
    }
  });

  it('meets scribbled bytes with a coded error or with values, never with anything else', async () => {
    const bytes = fixture('every');
    let damaged = 0;
    for (let at = 8; at < bytes.length - 8; at += 37) {
      const scribbled = bytes.slice();
      scribbled[at] = (scribbled[at]! ^ 0xa5) & 0xff;
      const outcome = await decodeFile(fileOf(scribbled, 'x.arrow'), {}, () => Promise.resolve()).then(
        () => undefined,
        (error: Error) => error.name,
      );
      if (outcome !== undefined) {
        expect(outcome).toMatch(/^import\./);
        damaged++;
      }
    }
    expect(damaged).toBeGreaterThan(10);
  });
});
