import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeFile } from './decode.ts';
import { previewFile } from './preview.ts';
import { columnOf, decode, decodeText, fileOf, report } from './testing.ts';

const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};

describe('records and fields', () => {
  it('keeps every text, and tells nothing from the empty text', async () => {
    const { ledger, columns } = await decodeText('a,b\nx,y\n,""\n" p ","q,""r""\ns"\n');
    expect(columns.get('a')).toEqual(['x', null, ' p ']);
    expect(columns.get('b')).toEqual(['y', '', 'q,"r"\ns']);
    expect(ledger).toMatchObject({ rows: 3, records: 3, rejectedCount: 0 });
    expect(report(await decodeText('a,b\nx,y\n,""\n'), 'a')).toMatchObject({ nulls: 1, changed: 0, type: 'text' });
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('ends records with %s, the last one or not', async (_, end) => {
    for (const last of ['', end, end + end]) {
      const { ledger, columns } = await decodeText(['a,b', 'x,"1\n2"', '', 'y,z'].join(end) + last);
      expect(columns.get('a')).toEqual(['x', 'y']);
      expect(columns.get('b')).toEqual(['1\n2', 'z']);
      expect(ledger.records).toBe(2);
    }
  });

  it.each([',', '\t', ';', '|'])('finds the delimiter %j', async (delimiter) => {
    const text = ['name,x', 'note', 'z'].map((name) => `"${name}"`).join(delimiter);
    const row = ['a,b;c|d', 'e', 'f'].map((value) => `"${value}"`).join(delimiter);
    const { ledger, columns } = await decodeText(`${text}\n${row}\n${row}\n`);
    expect(ledger.sniffed).toMatchObject({ delimiter, quote: '"', header: true, skipped: 0, encoding: 'utf-8' });
    expect(columns.get('name,x')).toEqual(['a,b;c|d', 'a,b;c|d']);
  });

  it('sets ragged records aside with line, reason and text', async () => {
    const { ledger, columns } = await decodeText('a,b,c\n1,"x\ny",3\n1,2\n\n1,2,3,4\n7,8,9');
    expect(columns.get('a')).toEqual([1n, 7n]);
    expect(ledger).toMatchObject({ records: 4, rows: 2, rejectedCount: 2 });
    expect(ledger.rejected).toEqual([
      { line: 4, reason: 'too-few-fields', text: '1,2' },
      { line: 6, reason: 'too-many-fields', text: '1,2,3,4' },
    ]);
    expect(ledger.notices[0]).toEqual({
      code: 'import.rejected-records',
      values: { count: 2, line: 4, reason: 'too-few-fields' },
    });
  });

  it('takes a quote that makes no sense as text where the record then fits, and says so', async () => {
    const open = await decodeText('a,b\n1,x\n2,"y\n3,z\n');
    expect(open.columns.get('b')).toEqual(['x', '"y', 'z']);
    const mended = { code: 'import.repaired-quotes', values: { count: 1, line: 3, text: '2,"y' } };
    expect(open.ledger.notices).toContainEqual(mended);
    const stray = await decodeText('a,b\n1,x\n2,"y"z\n3,"w"\n');
    expect(stray.columns.get('b')).toEqual(['x', '"y"z', 'w']);
    expect(stray.ledger.records).toBe(3);
  });

  it('gives up one line where no reading of a broken quote fits, and reads on', async () => {
    const { ledger, columns } = await decodeText('a,b\n1,x\n2,"y,\n3,z\n4,w\n');
    expect(columns.get('b')).toEqual(['x', 'z', 'w']);
    expect(ledger.rejected).toEqual([{ line: 3, reason: 'broken-quotes', text: '2,"y,' }]);
  });

  it('keeps the first thousand rejected records and counts all', async () => {
    const { ledger } = await decodeText(`a,b\n${'1,2\n'.repeat(600)}${'1\n'.repeat(1500)}`);
    expect(ledger).toMatchObject({ records: 2100, rows: 600, rejectedCount: 1500 });
    expect(ledger.rejected).toHaveLength(1000);
  });

  it('keeps single quotes that are apostrophes, and reads those that quote', async () => {
    expect(await columnOf("a,b\nit's,'tis\n", 'b')).toEqual(["'tis"]);
    expect(await columnOf("'a','b'\n'x,y','z'\n'x','z'\n", 'a')).toEqual(['x,y', 'x']);
  });

  it('names columns, and finds none in a file without a header', async () => {
    const named = await decodeText(' id ,,x,x,__proto__\n1,2,3,4,5\n');
    expect([...named.columns.keys()]).toEqual(['id', 'column_2', 'x', 'x_2', '__proto__']);
    expect(named.ledger.columns.map(({ original }) => original)).toEqual([' id ', '', 'x', 'x', '__proto__']);
    expect(named.columns.get('__proto__')).toEqual([5n]);
    const bare = await decodeText('1,2268318,pv,1511544070\n1,2333346,buy,1511561733\n');
    expect(bare.ledger.sniffed.header).toBe(false);
    expect([...bare.columns.keys()]).toEqual(['column_1', 'column_2', 'column_3', 'column_4']);
    expect(bare.ledger.rows).toBe(2);
    expect((await decodeText('1,2\n3,4\n', { header: true })).ledger.rows).toBe(1);
    expect((await decodeText('a,b\nc,d\n', { header: false })).ledger.rows).toBe(2);
  });

  it('passes over a preamble, its own or the one it is told', async () => {
    const sniffed = await decodeText('Report of 2024\n\nuser,n\na,1\nb,2\nc,3\n');
    expect(sniffed.ledger.sniffed).toMatchObject({ skipped: 2, header: true });
    expect(sniffed.ledger).toMatchObject({ records: 5, rows: 3, rejectedCount: 0 });
    expect(sniffed.columns.get('user')).toEqual(['a', 'b', 'c']);
    const told = await decodeText('x,y,z\nuser,n\na,1\n', { skip: 1 });
    expect(told.ledger).toMatchObject({ records: 2, rows: 1 });
    expect(told.columns.get('n')).toEqual([1n]);
  });

  it('takes what the options say over what it sees', async () => {
    const { ledger, columns } = await decodeText('a;b|c\n1;2|3\n', { delimiter: '|', quote: '' });
    expect(ledger.sniffed).toMatchObject({ delimiter: '|', quote: '' });
    expect(columns.get('a;b')).toEqual(['1;2']);
    await expect(decodeText('a\n1\n', { delimiter: '"' })).rejects.toMatchObject({ name: 'import.bad-delimiter' });
  });

  it('takes a file of names alone, and refuses an empty one', async () => {
    const { ledger, columns } = await decodeText('a,b\n');
    expect(ledger).toMatchObject({ records: 0, rows: 0 });
    expect([...columns.keys()]).toEqual(['a', 'b']);
    await expect(decodeText('')).rejects.toMatchObject({ name: 'import.empty-file', values: { file: 'test.csv' } });
    await expect(decodeText('\n \n')).rejects.toMatchObject({ name: 'import.empty-file' });
  });
});

describe('encodings and wrappings', () => {
  const text = 'user,城市\na,上海\nb,Zürich 🚲\n';
  const cities = ['上海', 'Zürich 🚲'];

  it.each<[string, Uint8Array, string]>([
    ['utf-8', new TextEncoder().encode(text), 'utf-8'],
    ['utf-8 with BOM', new TextEncoder().encode(`\ufeff${text}`), 'utf-8'],
    ['utf-16le', utf16(text), 'utf-16le'],
    ['utf-16be', utf16(text, true), 'utf-16be'],
    ['gzip', new Uint8Array(gzipSync(text)), 'utf-8'],
    [
      'gzip of two members',
      new Uint8Array(Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))])),
      'utf-8',
    ],
  ])('reads %s', async (_, bytes, encoding) => {
    const { ledger, columns } = await decode(fileOf(bytes));
    expect(ledger.sniffed.encoding).toBe(encoding);
    expect(columns.get('城市')).toEqual(cities);
    expect(ledger.bytes).toBe(bytes.length);
  });

  it('guesses gb18030, else windows-1252, and says so', async () => {
    // "城市" in GB 18030, and "é" in windows-1252, by their published tables.
    const gbk = Uint8Array.of(0x61, 0x0a, 0xb3, 0xc7, 0xca, 0xd0, 0x0a);
    const chinese = await decode(fileOf(gbk));
    expect(chinese.columns.get('a')).toEqual(['城市']);
    expect(chinese.ledger.notices).toContainEqual({
      code: 'import.encoding-guessed',
      values: { file: 'test.csv', encoding: 'gb18030' },
    });
    const latin = Uint8Array.of(0x61, 0x0a, 0x63, 0x61, 0x66, 0xe9, 0x0a);
    expect((await decode(fileOf(latin))).columns.get('a')).toEqual(['café']);
    expect((await decode(fileOf(latin), { encoding: 'iso-8859-2' })).columns.get('a')).toEqual(['café']);
    await expect(decode(fileOf(latin), { encoding: 'utf-8' })).rejects.toMatchObject({ name: 'import.wrong-encoding' });
    await expect(decode(fileOf(latin), { encoding: 'klingon' })).rejects.toMatchObject({
      name: 'import.unknown-encoding',
    });
  });

  it('meets bad UTF-8 far into the file, and begins again', async () => {
    const ascii = new TextEncoder().encode(`a,b\n${'x,1\n'.repeat(200_000)}`);
    const bytes = new Uint8Array(ascii.length + 5);
    bytes.set(ascii);
    bytes.set([0xe9, 0x2c, 0x31, 0x0a, 0x0a], ascii.length);
    const { ledger, columns, passes } = await decode(fileOf(bytes));
    expect(ledger.rows).toBe(200_001);
    expect(columns.get('a')!.at(-1)).toBe('é');
    expect(passes).toBeLessThanOrEqual(2);
  });

  it('refuses what is damaged or of another kind', async () => {
    const packed = new Uint8Array(gzipSync('a,b\n'.repeat(10_000)));
    await expect(decode(fileOf(packed.subarray(0, packed.length - 20)))).rejects.toMatchObject({
      name: 'import.damaged-file',
    });
    await expect(decode(fileOf('PK\u0003\u0004…', 'x.csv'))).rejects.toMatchObject({ name: 'import.damaged-file' });
    const packedParquet = new Uint8Array(gzipSync('PAR1…'));
    await expect(decode(fileOf(packedParquet))).rejects.toMatchObject({ name: 'import.damaged-file' });
    const noise = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7919) % 256);
    await expect(decode(fileOf(noise))).rejects.toMatchObject({ values: { format: 'binary' } });
    await expect(decode(fileOf(new Uint8Array(gzipSync(''))))).rejects.toMatchObject({ name: 'import.empty-file' });
    await expect(decode(fileOf('%PDF-1.7', 'x.csv'))).rejects.toMatchObject({ name: 'import.unsupported-format' });
  });
});

describe('typing', () => {
  const typeOf = async (...values: string[]) =>
    report(await decodeText(`v,w\n${values.map((value) => `${value},x`).join('\n')}\n`), 'v');

  it.each([
    [['1', '-2', '9223372036854775807', '-9223372036854775808'], 'integer'],
    [['9223372036854775808'], 'text'],
    [['1', '2.5'], 'number'],
    [['1e3', '-.5', '5.', '+1'], 'number'],
    [['007', '12'], 'text'],
    [['00.5', '1.5'], 'text'],
    [['0.5', '0'], 'number'],
    [['-0', '1.5'], 'number'],
    [['12345678901234567', '1.5'], 'text'],
    [['3.14159265358979323846'], 'text'],
    [['0.1', '0.30000000000000004'], 'number'],
    [['0.10000000000000001'], 'number'],
    [['1e400'], 'text'],
    [['1e-400'], 'text'],
    [['+4915112345678'], 'text'],
    [['1,5'].map((value) => `"${value}"`), 'number'],
    [['0x10'], 'text'],
    [['Infinity'], 'text'],
    [['2024-02-29'], 'date'],
    [['2023-02-29'], 'text'],
    [['2024-1-5'], 'date'],
    [['2024-02-29', '2024-02-29 10:00'], 'timestamp'],
    [['2024-02-29T23:59:59.123456Z'], 'timestamp'],
    [['2024-02-29 24:00:00'], 'text'],
    [['2024-02-29 10:00:60'], 'text'],
    [['true', 'FALSE', 'True'], 'boolean'],
    [['true', '1'], 'text'],
    [['yes', 'no'], 'text'],
    [['NA', 'null'], 'text'],
  ])('%j is %s', async (values, type) => expect((await typeOf(...values)).type).toBe(type));

  it('stores numbers as they are written', async () => {
    const ints = [
      '0',
      '-1',
      '4294967296',
      '-4294967297',
      '999999999',
      '1234567890',
      '123456789012345',
      '9007199254740993',
      '9223372036854775807',
      '-9223372036854775808',
    ];
    expect(await columnOf(`v\n${ints.join('\n')}\n`, 'v')).toEqual(ints.map(BigInt));
    const decimals = [
      '0.1',
      '-1.50',
      '123456789.123456',
      '.5',
      '7.',
      '1e22',
      '1E-7',
      '0.30000000000000004',
      '5e-324',
      '1.7976931348623157e308',
      '-0.0',
    ];
    expect(await columnOf(`v\n${decimals.join('\n')}\n`, 'v')).toEqual(decimals.map(Number));
  });

  it('stores times in UTC to the microsecond', async () => {
    const times = [
      ['2024-02-29 10:11:12', '2024-02-29T10:11:12.000Z'],
      ['2024-02-29T10:11:12.5', '2024-02-29T10:11:12.500Z'],
      ['2024-02-29T10:11:12.123456Z', '2024-02-29T10:11:12.123456Z'],
      ['2024-02-29T10:11:12+08:00', '2024-02-29T02:11:12.000Z'],
      ['2024-03-01 00:11:12 -0130', '2024-03-01T01:41:12.000Z'],
      ['2024-02-29 10:11:12 UTC', '2024-02-29T10:11:12.000Z'],
      ['2024/2/9 7:05', '2024-02-09T07:05:00.000Z'],
      ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
      ['0001-01-01 00:00:00', '0001-01-01T00:00:00.000Z'],
      ['9999-12-31 23:59:59.999999', '9999-12-31T23:59:59.999999Z'],
    ];
    const { columns, ledger } = await decodeText(`v,w\n${times.map(([text]) => `${text},x`).join('\n')}\n`);
    expect(columns.get('v')).toEqual(times.map(([, iso]) => iso));
    expect(ledger.columns[0]!.changed).toBe(0);
    expect(ledger.notices).toMatchObject([{ code: 'import.mixed-zones', values: { zoned: 4, plain: 6 } }]);
  });

  it('cuts nanoseconds off and counts it', async () => {
    const decoded = await decodeText('v\n2024-01-01 00:00:00.123456789\n2024-01-01 00:00:00.123456000\n');
    expect(decoded.columns.get('v')).toEqual(['2024-01-01T00:00:00.123456Z', '2024-01-01T00:00:00.123456Z']);
    expect(report(decoded, 'v')).toMatchObject({ type: 'timestamp', changed: 1 });
  });

  it('orders day and month by the whole column, and asks where both fit', async () => {
    expect(await columnOf('v\n01/02/2024\n13/02/2024\n', 'v')).toEqual(['2024-02-01', '2024-02-13']);
    expect(await columnOf('v\n01/02/2024 3:04 PM\n1/31/2024 12:00 AM\n', 'v')).toEqual([
      '2024-01-02T15:04:00.000Z',
      '2024-01-31T00:00:00.000Z',
    ]);
    const open = await decodeText('v,w\n01/02/2024,x\n03/04/2024,x\n05/05/2024,x\n');
    expect(open.columns.get('v')).toEqual(['01/02/2024', '03/04/2024', '05/05/2024']);
    expect(open.ledger.notices).toEqual([
      { code: 'import.ambiguous-dates', values: { column: 'v', values: 3, dmy: 3, mdy: 3 }, columns: ['v'] },
    ]);
    const both = await decodeText('v,w\n13/02/2024,x\n02/13/2024,x\n03/04/2024,x\n');
    expect(both.ledger.notices[0]).toMatchObject({ values: { dmy: 2, mdy: 2 } });
    expect(await columnOf('v\n01/02/2024\n03/04/2024\n', 'v', { dateOrder: 'dmy' })).toEqual([
      '2024-02-01',
      '2024-04-03',
    ]);
    expect(await columnOf('v\n01/02/2024\n03/04/2024\n', 'v', { dateOrder: 'mdy' })).toEqual([
      '2024-01-02',
      '2024-03-04',
    ]);
    expect(await columnOf('v\n05/05/2024\n', 'v')).toEqual(['2024-05-05']);
  });

  it('counts null spellings and blanks as changes where the column has a type, and keeps them where it is text', async () => {
    const typed = await decodeText('v,w\n1,a\nNA,b\n ,c\n,d\nnull,e\n 2 ,f\n"",g\n-,h\n');
    expect(typed.columns.get('v')).toEqual([1n, null, null, null, null, 2n, null, null]);
    expect(report(typed, 'v')).toMatchObject({ type: 'integer', nulls: 6, changed: 6 });
    const text = await decodeText('v,w\nNA,a\n x ,b\n ,c\n,d\n');
    expect(text.columns.get('v')).toEqual(['NA', ' x ', ' ', null]);
    expect(report(text, 'v')).toMatchObject({ type: 'text', nulls: 1, changed: 0 });
  });

  it('keeps identifiers as text, whatever they look like', async () => {
    const decoded = await decodeText('user_id,CustomerID,订单编号,n\n1,17850.0,5,6\n');
    expect([...decoded.columns.values()]).toEqual([['1'], ['17850.0'], ['5'], [6n]]);
  });

  it('judges the whole column: one late value makes a second pass, and only one', async () => {
    const many = '5,x,2024-01-01\n'.repeat(60_000);
    const late = await decodeText(`v,w,t\n${many}6.5,y,2024-01-01 10:00\nabc,y,\n`);
    expect(late.passes).toBeLessThanOrEqual(2);
    expect(late.ledger.rows).toBe(60_002);
    expect(report(late, 'v')).toMatchObject({ type: 'text', nulls: 0, changed: 0 });
    expect(report(late, 't')).toMatchObject({ type: 'timestamp', nulls: 1 });
    expect(late.columns.get('v')!.slice(-2)).toEqual(['6.5', 'abc']);
    expect(late.ledger.notices).toEqual([
      {
        code: 'import.mixed-column',
        values: { column: 'v', type: 'number', misfits: 1, values: 60_002, line: 60_003, text: 'abc' },
        columns: ['v'],
      },
    ]);
  });

  it('types a column whose first values are missing', async () => {
    const late = await decodeText(`v,w\n${',x\n'.repeat(100_000)}7,y\n`);
    expect(report(late, 'v')).toMatchObject({ type: 'integer', nulls: 100_000 });
    expect(late.columns.get('v')!.at(-1)).toBe(7n);
  });

  it('says which digits would be lost', async () => {
    const { ledger } = await decodeText('v,w\n123,x\n124,x\n125,x\n126,x\n0127,x\n');
    expect(ledger.notices).toEqual([
      {
        code: 'import.digits-kept',
        values: { column: 'v', type: 'integer', misfits: 1, values: 5, line: 6, text: '0127' },
        columns: ['v'],
      },
    ]);
  });

  it('does what it is told: all text, or a type by column', async () => {
    expect(await columnOf('v\n1\n', 'v', { types: 'text' })).toEqual(['1']);
    const told = await decodeText(
      'v,w,b,d,user_id\n1,007,yes,2024-01-01 10:00,5\nx,17850.0,0,2024-01-02,6\n1.5,,是,,\n',
      {
        types: { v: 'integer', w: 'integer', b: 'boolean', d: 'date', user_id: 'integer', nobody: 'text' },
      },
    );
    expect(Object.fromEntries(told.columns)).toEqual({
      v: [1n, null, null],
      w: [7n, 17850n, null],
      b: [true, false, true],
      d: ['2024-01-01', '2024-01-02', null],
      user_id: [5n, 6n, null],
    });
    expect(report(told, 'v')).toMatchObject({ rejected: 2, nulls: 2, changed: 0 });
    expect(report(told, 'w')).toMatchObject({ rejected: 0, changed: 1 });
    expect(report(told, 'd')).toMatchObject({ changed: 1 });
    expect(told.ledger.notices).toEqual([
      { code: 'import.unknown-column', values: { column: 'nobody' } },
      {
        code: 'import.rejected-values',
        values: { column: 'v', type: 'integer', count: 2, examples: '3: x; 4: 1.5' },
        columns: ['v'],
      },
    ]);
  });
});

describe('the job', () => {
  it('reports progress and stops when told', async () => {
    const file = fileOf(`a,b\n${'1,x\n'.repeat(3_000_000)}`);
    const progress: [number, string | undefined][] = [];
    const ledger = await decodeFile(
      file,
      {},
      () => Promise.resolve(),
      undefined,
      (done, note) => progress.push([done, note]),
    );
    expect(ledger.rows).toBe(3_000_000);
    expect(progress.at(-1)).toEqual([1, expect.stringMatching(/^rows:\d+$/)]);
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).sort((a, b) => a - b));
    const controller = new AbortController();
    const aborted = decodeFile(
      file,
      {},
      () => Promise.resolve(),
      controller.signal,
      () => controller.abort(),
    );
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('never has more than two parts under way, and passes a sink’s failure on', async () => {
    const file = fileOf(`a,b\n${'1,x\n'.repeat(600_000)}`);
    let underWay = 0;
    let most = 0;
    await decodeFile(file, {}, async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay--;
    });
    expect(most).toBe(2);
    await expect(decodeFile(file, {}, () => Promise.reject(new Error('full')))).rejects.toThrow('full');
  });

  it('previews the head', async () => {
    const preview = await previewFile(fileOf(`id,t,n\n${'1,2024-01-01 10:00:00,\n'.repeat(50_000)}`), {});
    expect(preview.columns).toEqual([
      { name: 'id', type: 'text' },
      { name: 't', type: 'timestamp' },
      { name: 'n', type: 'text' },
    ]);
    expect(preview.rows).toHaveLength(50);
    expect(preview.rows[0]).toEqual(['1', '2024-01-01 10:00:00', null]);
    expect(preview.sniffed).toMatchObject({ format: 'csv', delimiter: ',', header: true, encoding: 'utf-8' });
    const packed = await previewFile(fileOf(new Uint8Array(gzipSync('{"a":1,"b":{"c":"x"}}\n'.repeat(3))), 'x.gz'), {});
    expect(packed.rows).toEqual(Array(3).fill(['1', 'x']));
    await expect(previewFile(fileOf(''), {})).rejects.toMatchObject({ name: 'import.empty-file' });
  });
});
