import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../contract/import.ts';
import { decodeText, report } from '../testing.ts';

/** A file of one column, quoted, beside another that keeps the delimiter certain. */
const fileOfColumn = (values: readonly string[], name = 'v'): string =>
  `${name},other\n${values.map((value) => `"${value.replaceAll('"', '""')}",x`).join('\n')}\n`;

async function read(values: readonly string[], options: ImportOptions = {}, name = 'v') {
  const decoded = await decodeText(fileOfColumn(values, name), options);
  const { type, changed, rejected, changes = [] } = report(decoded, name);
  return {
    type,
    values: decoded.columns.get(name)!,
    changed,
    rejected,
    changes: Object.fromEntries(changes.map(({ kind, count }) => [kind, count])),
    notices: decoded.ledger.notices,
    report: report(decoded, name),
  };
}

const NBSP = '\u00a0';
const THIN = '\u202f';

describe('numbers as people write them', () => {
  it.each<[string, number]>([
    ['1,234.5', 1234.5],
    ['1,234,567.25', 1234567.25],
    ['12,34,567.5', 1234567.5],
    ['1.234,5', 1234.5],
    ['1.234.567,25', 1234567.25],
    ['1234,5', 1234.5],
    ['0,125', 0.125],
    ['-0,5', -0.5],
    ['1 234,5', 1234.5],
    [`1${NBSP}234,5`, 1234.5],
    [`1${THIN}234${THIN}567,5`, 1234567.5],
    ["1'234.5", 1234.5],
    ['1’234’567.5', 1234567.5],
    ['$1,234.50', 1234.5],
    ['-$1,234.50', -1234.5],
    ['$-1,234.50', -1234.5],
    ['($1,234.50)', -1234.5],
    ['(1,234.50)', -1234.5],
    ['1,234.50-', -1234.5],
    ['+1,234.50', 1234.5],
    ['\u22121,234.50', -1234.5],
    ['1.234,50 €', 1234.5],
    ['€ 1.234,50', 1234.5],
    ['EUR 1.234,50', 1234.5],
    ['1234.50 usd', 1234.5],
    ['US$ 12.50', 12.5],
    ['£12.50', 12.5],
    ['¥12.50', 12.5],
    ['￥12.50', 12.5],
    ['₹12,34,567.50', 1234567.5],
    ['Rs. 12.50', 12.5],
    ['12.50元', 12.5],
    ['人民币12.50', 12.5],
    ['RMB 12.50', 12.5],
    ['12.5%', 0.125],
    ['12,5 %', 0.125],
    ['-0.5%', -0.005],
    ['100%', 1],
    ['3.55555万', 35555.5],
    ['0.000005亿', 500],
    ['1.5万亿', 1.5e12],
    ['12.25万元', 122500],
    ['１２.５', 12.5],
    ['１２．５', 12.5],
    ['１，２３４．５', 1234.5],
    ['１２.５％', 0.125],
    ['1.5E+03', 1500],
    ['1,5E+03', 1500],
    ['$.5', 0.5],
  ])('%s is %f', async (text, number) => {
    // A fraction beside it makes the column one of decimals, whatever the value.
    const result = await read([text, text]);
    expect(result.values.map(Number)).toEqual([number, number]);
    expect(['number', 'integer']).toContain(result.type);
    expect(result.rejected).toBe(0);
    expect(result.changed).toBe(0);
  });

  it.each([
    '1,23,4',
    '1,2345.5',
    '12345,678.5',
    '1.234.56',
    '1,234.567.8',
    '01,234.5',
    "1'23.5",
    '1,234,56',
    '$',
    '$1$',
    '€5 USD',
    '%5',
    '5%%',
    '$5%',
    '(5',
    '5)',
    '(-5)',
    '-5-',
    '--5',
    '5 kg',
    '5 abc',
    '5e',
    '1.2.3',
    '万',
    '5万%',
    '$007',
    '+1 234 567 890',
    '١٢٣',
    '1,23456789012345678901',
  ])('%s is none', async (text) =>
    expect(await read([text, text])).toMatchObject({ type: 'text', values: [text, text] }),
  );

  it('stores whole amounts as integers, exact beyond 2^53', async () => {
    expect(await read(['1,234,567', '12', '$5'])).toMatchObject({ type: 'integer', values: [1234567n, 12n, 5n] });
    expect(await read(['9,007,199,254,740,993', '1'])).toMatchObject({
      type: 'integer',
      values: [9007199254740993n, 1n],
    });
    expect((await read(['9,007,199,254,740,993', '1.5'])).type).toBe('text');
    expect((await read(['$0.12345678901234567890'])).type).toBe('text');
    expect(await read(['3.5万', '8900'])).toMatchObject({ type: 'integer', values: [35000n, 8900n] });
  });

  it('finds the decimal sign by one value that decides', async () => {
    expect((await read(['1,234', '12', '1,234,567'])).values).toEqual([1234n, 12n, 1234567n]);
    expect((await read(['1,234', '12', '0,5'])).values).toEqual([1.234, 12, 0.5]);
    expect((await read(['1.234', '12', '1.234,5'])).values).toEqual([1234, 12, 1234.5]);
    expect((await read(['1.234', '1,5'])).values).toEqual([1234, 1.5]);
    expect((await read(['1.5', '2,5'])).type).toBe('text');
  });

  it('asks where none decides, and does what it is told', async () => {
    const open = await read(['1,234', '12', '2,500']);
    expect(open).toMatchObject({ type: 'text', values: ['1,234', '12', '2,500'] });
    expect(open.notices).toEqual([
      {
        code: 'import.ambiguous-decimals',
        values: { column: 'v', values: 3, open: 2, point: 3, comma: 3, line: 2, text: '1,234' },
        columns: ['v'],
      },
    ]);
    expect((await read(['1,234', '12'], { decimal: '.' })).values).toEqual([1234n, 12n]);
    expect((await read(['1,234', '12'], { decimal: ',' })).values).toEqual([1.234, 12]);
    expect((await read(['1.234', '12'], { decimal: ',' })).values).toEqual([1234n, 12n]);
    // What the values say is stronger than what is said of those that don't.
    expect((await read(['1,234.5', '12'], { decimal: ',' })).values).toEqual([1234.5, 12]);
  });

  it('asks about a point before three digits, unless one value shows what it is', async () => {
    const open = await read(['1.234', '-2.345', '12']);
    expect(open).toMatchObject({ type: 'text', values: ['1.234', '-2.345', '12'] });
    expect(open.notices).toEqual([
      {
        code: 'import.ambiguous-decimals',
        values: { column: 'v', values: 3, open: 2, point: 3, comma: 3, line: 2, text: '1.234' },
        columns: ['v'],
      },
    ]);
    expect((await read(['1.234', '-2.345'], { decimal: '.' })).values).toEqual([1.234, -2.345]);
    expect((await read(['1.234', '-2.345'], { decimal: ',' })).values).toEqual([1234n, -2345n]);
    expect((await read(['1.234', '2.345'], { types: { v: 'number' } })).values).toEqual([1.234, 2.345]);
    for (const certain of ['0.5', '0.500', '12.34', '1234', '1234.567', '1e3']) {
      const { type, values } = await read(['1.234', '12', certain]);
      expect([certain, type, values[0]]).toEqual([certain, 'number', 1.234]);
    }
    expect((await read(['1.234', '1.234.567'])).values).toEqual([1234n, 1234567n]);
  });

  it('asks of a long file, too, and takes the point for granted where the format does', async () => {
    const small = Array<string>(40_000).fill('950');
    const late = await decodeText(fileOfColumn([...small, '1.234']));
    expect(report(late, 'v').type).toBe('text');
    expect(late.passes).toBeLessThanOrEqual(2);
    const certain = await decodeText(fileOfColumn(['1950', ...small, '1.234']));
    expect(certain.columns.get('v')!.slice(-2)).toEqual([950, 1.234]);
    const long = await decodeText(fileOfColumn(['1.5', ...small, '1950', '1.234']));
    expect(long.columns.get('v')!.slice(-2)).toEqual([1950, 1.234]);
    const json = await decodeText('{"v":1.234}\n{"v":2.345}\n', {}, 'a.jsonl');
    expect(json.columns.get('v')).toEqual([1.234, 2.345]);
  });

  it('decides by the last value of a long file as by the first', async () => {
    const many = Array<string>(40_000).fill('1.234');
    const late = await decodeText(fileOfColumn([...many, '5,5']));
    expect(late.columns.get('v')!.slice(-2)).toEqual([1234, 5.5]);
    expect(late.passes).toBeLessThanOrEqual(2);
    const quick = await decodeText(fileOfColumn([...Array<string>(40_000).fill('1.25'), '5,5']));
    expect(report(quick, 'v').type).toBe('text');
  });

  it('keeps one currency to a column, and percentages among themselves', async () => {
    const mixed = await read(['$1.50', '2.50 €', '$3']);
    expect(mixed.type).toBe('text');
    expect(mixed.notices).toEqual([
      {
        code: 'import.mixed-currency',
        values: { column: 'v', values: 3, currencies: 2, list: '$: 2, EUR: 1' },
        columns: ['v'],
      },
    ]);
    expect((await read(['€5.50', '6.50 EUR', '7'])).type).toBe('number');
    const percent = await read(['5%', '0.5']);
    expect(percent.type).toBe('text');
    expect(percent.notices).toMatchObject([{ code: 'import.mixed-percent', values: { count: 1, values: 2 } }]);
  });

  it('counts what it altered, by kind, with examples', async () => {
    const result = await read(['$1,234.50', ' $2.00 ', '(３)', 'n/a', '', '5']);
    expect(result.values).toEqual([1234.5, 2, -3, null, null, 5]);
    expect(result.changes).toEqual({
      blank: 1,
      trimmed: 1,
      'null-spelling': 1,
      thousands: 1,
      currency: 2,
      sign: 1,
      'full-width': 1,
    });
    expect(result.changed).toBe(3);
    expect(result.report.changes!.find(({ kind }) => kind === 'currency')!.examples).toEqual([
      { line: 2, before: '$1,234.50', after: '1234.5' },
      { line: 3, before: ' $2.00 ', after: '2' },
    ]);
    const many = await read([...Array<string>(9).fill('1,5'), '2,25']);
    expect(many.report.changes).toMatchObject([{ kind: 'decimal-comma', count: 10 }]);
    expect(many.report.changes![0]!.examples).toHaveLength(5);
    expect((await read(['1.50', '2'])).report.changes).toBeUndefined();
  });

  it('reads each form where the type is told', async () => {
    const told = await read(['$5', '5,5', '5.5', 'x', '1,234', '12%'], { types: { v: 'number' } });
    expect(told.values).toEqual([5, 5.5, 5.5, null, null, 0.12]);
    expect(told).toMatchObject({ rejected: 2 });
    expect((await read(['1,234', '5,5', 'x'], { types: { v: 'number' } })).values).toEqual([1.234, 5.5, null]);
    expect((await read(['1.234', '1.234,5'], { types: { v: 'number' } })).values).toEqual([1234, 1234.5]);
    expect((await read(['1,234', 'x'], { types: { v: 'integer' }, decimal: '.' })).values).toEqual([1234n, null]);
    const open = await read(['1,234'], { types: { v: 'number' } });
    expect(open.values).toEqual([null]);
    expect(open.notices.map(({ code }) => code)).toEqual(['import.rejected-values', 'import.ambiguous-decimals']);
  });
});

describe('dates and times as people write them', () => {
  it('says of which half of a column are times, and not of texts and numbers that mix so', async () => {
    const times = ['2024-03-05T12:30:00', '2024-03-06T08:00:00', '2024-03-07', '2024-03-08 09:15'];
    const most = await read([...times, 'soon', 'see note']);
    expect(most).toMatchObject({ type: 'text', values: [...times, 'soon', 'see note'] });
    expect(most.notices).toEqual([
      {
        code: 'import.mixed-column',
        values: { column: 'v', type: 'timestamp', misfits: 2, values: 6, line: 6, text: 'soon' },
        columns: ['v'],
      },
    ]);
    expect((await read(['2024-03-05', 'soon'])).notices).toMatchObject([{ values: { type: 'date', misfits: 1 } }]);
    expect((await read(['2024-03-05', 'soon', 'later'])).notices).toEqual([]);
    expect((await read([...times, 'a', 'b'], {}, 'order_id')).notices).toEqual([]);
    expect((await read(['1', '2', '3', 'x', 'y'])).notices).toEqual([]);
    expect((await read(['1.5', '2.5', '3.5', 'one', 'two'])).notices).toEqual([]);
  });

  it.each<[string, string]>([
    ['2024-03-05', '2024-03-05'],
    ['2024/3/5', '2024-03-05'],
    ['2024.03.05', '2024-03-05'],
    ['2024 03 05', '2024-03-05'],
    ['25/03/2024', '2024-03-25'],
    ['25-3-2024', '2024-03-25'],
    ['25.3.2024', '2024-03-25'],
    ['25 03 2024', '2024-03-25'],
    ['3/25/2024', '2024-03-25'],
    ['3/25/24', '2024-03-25'],
    ['25.03.69', '1969-03-25'],
    ['3/25/68', '2068-03-25'],
    ['99-03-25', '1999-03-25'],
    ['5 Mar 2024', '2024-03-05'],
    ['5-Mar-2024', '2024-03-05'],
    ['05/Mar/2024', '2024-03-05'],
    ['05MAR2024', '2024-03-05'],
    ['5-Mar-24', '2024-03-05'],
    ['March 5, 2024', '2024-03-05'],
    ['Mar. 5 2024', '2024-03-05'],
    ['march 5th, 2024', '2024-03-05'],
    ['2024-Mar-05', '2024-03-05'],
    ['Tuesday, March 5, 2024', '2024-03-05'],
    ['Tue, 05 Mar 2024', '2024-03-05'],
    ['Sept 5 2024', '2024-09-05'],
    ['2024年3月5日', '2024-03-05'],
    ['2024年03月05日', '2024-03-05'],
    ['2024年3月5号', '2024-03-05'],
    ['２０２４年３月５日', '2024-03-05'],
    ['2024年3月', '2024-03-01'],
    ['24年3月5日', '2024-03-05'],
    ['2024年3月5日 星期二', '2024-03-05'],
    ['２０２４-０３-０５', '2024-03-05'],
  ])('%s is the date %s', async (text, iso) =>
    expect(await read([text, text])).toMatchObject({ type: 'date', values: [iso, iso], changed: 0 }),
  );

  it.each<[string, string]>([
    ['2024-03-05T12:30', '2024-03-05T12:30:00.000Z'],
    ['2024-03-05 12:30:15.25', '2024-03-05T12:30:15.250Z'],
    ['2024-03-05 12:30:15,250', '2024-03-05T12:30:15.250Z'],
    ['2024-03-05T12:30:15+08', '2024-03-05T04:30:15.000Z'],
    ['2024-03-05T12:30:15+0800', '2024-03-05T04:30:15.000Z'],
    ['2024-03-05T12:30:15+08:00', '2024-03-05T04:30:15.000Z'],
    ['2024-03-05T00:30:15+08:00', '2024-03-04T16:30:15.000Z'],
    ['2024-03-05 12:30:15 GMT', '2024-03-05T12:30:15.000Z'],
    ['2024-03-05 12:30:15 EST', '2024-03-05T17:30:15.000Z'],
    ['2024-03-05 12:30:15 PDT', '2024-03-05T19:30:15.000Z'],
    ['20240305T123015', '2024-03-05T12:30:15.000Z'],
    ['20240305T1230Z', '2024-03-05T12:30:00.000Z'],
    ['20240305T123015.5+0800', '2024-03-05T04:30:15.500Z'],
    ['3/25/2024 2:05 PM', '2024-03-25T14:05:00.000Z'],
    ['3/25/2024 2:05:09 p.m.', '2024-03-25T14:05:09.000Z'],
    ['3/25/2024 12:05AM', '2024-03-25T00:05:00.000Z'],
    ['25.03.2024, 14:05', '2024-03-25T14:05:00.000Z'],
    ['Tue, 05 Mar 2024 12:30:00 GMT', '2024-03-05T12:30:00.000Z'],
    ['Tue, 05 Mar 2024 12:30:00 -0700', '2024-03-05T19:30:00.000Z'],
    ['5 Mar 24 12:30:00 +0000', '2024-03-05T12:30:00.000Z'],
    ['10/Oct/2000:13:55:36 -0700', '2000-10-10T20:55:36.000Z'],
    ['Tue Mar  5 12:30:00 2024', '2024-03-05T12:30:00.000Z'],
    ['Tue Mar  5 12:30:00 UTC 2024', '2024-03-05T12:30:00.000Z'],
    ['Tue Mar 05 2024 12:30:00 GMT+0800 (China Standard Time)', '2024-03-05T04:30:00.000Z'],
    ['March 5, 2024 2:30 PM', '2024-03-05T14:30:00.000Z'],
    ['2024年3月5日 14:30', '2024-03-05T14:30:00.000Z'],
    ['2024年3月5日14时30分', '2024-03-05T14:30:00.000Z'],
    ['2024年3月5日14时30分15秒', '2024-03-05T14:30:15.000Z'],
    ['2024年3月5日 下午2:30', '2024-03-05T14:30:00.000Z'],
    ['2024年3月5日上午10点', '2024-03-05T10:00:00.000Z'],
    ['2024年3月5日 星期二 14:30', '2024-03-05T14:30:00.000Z'],
    ['2024/3/5 下午 2:30:15', '2024-03-05T14:30:15.000Z'],
    ['2024-03-05 上午12:30', '2024-03-05T00:30:00.000Z'],
    ['２０２４/３/５　１４：３０', '2024-03-05T14:30:00.000Z'],
  ])('%s is the time %s', async (text, iso) =>
    expect(await read([text, text])).toMatchObject({ type: 'timestamp', values: [iso, iso], changed: 0 }),
  );

  it.each([
    '3月',
    '2024年13月5日',
    '2024年2月30日',
    '2024年3月 14:30',
    '30 Feb 2024',
    'Mar 2024',
    'Marchioness 5, 2024',
    '5 Smarch 2024',
    'Tue',
    'Monday 5',
    '1.2.10',
    '2024.3.1',
    '1-2-10',
    '2024-03-05 25:00',
    '2024-03-05 13:00 PM',
    '2024-03-05 12:60',
    '2024-03-05T12:30:00+19:00',
    '2024年3月5日下午25:00',
    '32/01/2024',
    '10/Oct/2000:13:55:36 -0700 x',
    '20241305T123000',
    '2024-03-05-07',
  ])('%s is none', async (text) =>
    expect(await read([text, text])).toMatchObject({ type: 'text', values: [text, text] }),
  );

  it('asks for the order of short dates with every reading that fits', async () => {
    const open = await read(['01-02-03', '04-05-06']);
    expect(open.type).toBe('text');
    expect(open.notices).toEqual([
      {
        code: 'import.ambiguous-short-dates',
        values: { column: 'v', values: 2, dmy: 2, mdy: 2, ymd: 2 },
        columns: ['v'],
      },
    ]);
    expect((await read(['01-02-03'], { dateOrder: 'ymd' })).values).toEqual(['2001-02-03']);
    expect((await read(['01/02/03'], { dateOrder: 'ymd' })).values).toEqual(['2001-02-03']);
    expect((await read(['01/02/03'], { dateOrder: 'dmy' })).values).toEqual(['2003-02-01']);
    expect((await read(['01-02-03', '01-02-99', '31-12-99'])).values).toEqual([
      '2003-02-01',
      '1999-02-01',
      '1999-12-31',
    ]);
    const slashes = await read(['1/2/24', '3/4/24']);
    expect(slashes.notices).toMatchObject([{ code: 'import.ambiguous-dates', values: { dmy: 2, mdy: 2 } }]);
  });

  it('says that years of two digits were given a century', async () => {
    const short = await read(['3/25/68', '3/26/1999']);
    expect(short.values).toEqual(['2068-03-25', '1999-03-26']);
    expect(short.changes).toEqual({ 'date-form': 2, 'two-digit-year': 1 });
    expect(short.notices).toEqual([
      { code: 'import.two-digit-years', values: { column: 'v', count: 1 }, columns: ['v'] },
    ]);
  });

  it('takes different forms in one column where each is certain', async () => {
    const mixed = await read(['2024-03-05', '5 Mar 2024', '2024年3月5日', '13/03/2024', '01/03/2024']);
    expect(mixed).toMatchObject({ type: 'date', changed: 0, changes: { 'date-form': 3, 'month-name': 1 } });
    expect(mixed.values).toEqual(['2024-03-05', '2024-03-05', '2024-03-05', '2024-03-13', '2024-03-01']);
    const withTime = await read(['2024-03-05', 'Mar 5 2024 10:00']);
    expect(withTime.values).toEqual(['2024-03-05T00:00:00.000Z', '2024-03-05T10:00:00.000Z']);
    const open = await read(['2024-03-05', '01/03/2024']);
    expect(open.type).toBe('text');
    expect(open.notices).toMatchObject([{ code: 'import.ambiguous-dates', values: { values: 1, dmy: 1, mdy: 1 } }]);
    expect((await read(['2024-03-05', '01/03/2024'], { dateOrder: 'dmy' })).values).toEqual([
      '2024-03-05',
      '2024-03-01',
    ]);
  });

  it('counts zones that were turned into UTC', async () => {
    const zoned = await read(['2024-03-05T12:30:00+08:00', '2024-03-05T12:30:00Z']);
    expect(zoned).toMatchObject({ changed: 0, changes: { zone: 1 } });
    expect(zoned.report.changes![0]!.examples).toEqual([
      { line: 2, before: '2024-03-05T12:30:00+08:00', after: '2024-03-05T04:30:00Z' },
    ]);
  });

  it('leaves zones alone whose names are several places’', async () => {
    const unknown = await read(['2024-03-05 12:30 CST', '2024-03-05 12:30 GMT']);
    expect(unknown.type).toBe('text');
    expect(unknown.notices).toEqual([
      {
        code: 'import.unknown-zone',
        values: { column: 'v', count: 1, line: 2, text: '2024-03-05 12:30 CST' },
        columns: ['v'],
      },
    ]);
  });

  it('takes whole numbers for dates only where the column is named like one', async () => {
    expect(await read(['20240305', '20231231'])).toMatchObject({ type: 'integer' });
    expect(await read(['20240305', '20231231'], {}, 'order_date')).toMatchObject({
      type: 'date',
      values: ['2024-03-05', '2023-12-31'],
    });
    expect(await read(['20240305123000'], {}, '下单时间')).toMatchObject({
      type: 'timestamp',
      values: ['2024-03-05T12:30:00.000Z'],
    });
    expect(await read(['20240305', '20241305'], {}, 'date')).toMatchObject({ type: 'integer' });
    expect(await read(['1511544070', '1511544071'], {}, 'timestamp')).toMatchObject({
      type: 'integer',
      changes: {},
      values: [1511544070n, 1511544071n],
    });
  });

  it('reads each form where the type is told', async () => {
    const told = await read(
      ['20240305', '1709640000', '1709640000000', '5 Mar 2024 10:00', '13/03/2024', '01/03/2024', 'x'],
      {
        types: { v: 'timestamp' },
      },
    );
    expect(told.values).toEqual([
      '2024-03-05T00:00:00.000Z',
      '2024-03-05T12:00:00.000Z',
      '2024-03-05T12:00:00.000Z',
      '2024-03-05T10:00:00.000Z',
      '2024-03-13T00:00:00.000Z',
      '2024-03-01T00:00:00.000Z',
      null,
    ]);
    expect(told).toMatchObject({ rejected: 1, changes: { epoch: 2 } });
    expect((await read(['01/03/2024'], { types: { v: 'date' } })).values).toEqual([null]);
    expect((await read(['03/03/2024'], { types: { v: 'date' } })).values).toEqual(['2024-03-03']);
  });
});

describe('words', () => {
  const NULLS =
    'NA|N/A|n/a|null|NULL|nil|none|NaN|-|--|—|.|?|(null)|#N/A|#VALUE!|#DIV/0!|#REF!|missing|unknown|\\N|无|空|缺失|未知|暂无';
  it.each(NULLS.split('|'))('%s is no value in a column of numbers, dates or truth values', async (word) => {
    for (const value of ['5', '2024-03-05', 'true']) {
      const result = await read([value, word]);
      expect(result.values[1]).toBeNull();
      expect(result).toMatchObject({ changed: 1, changes: { 'null-spelling': 1 } });
    }
    expect(await read(['text', word])).toMatchObject({ type: 'text', values: ['text', word], changed: 0 });
  });

  it.each([
    ['True', 'FALSE'],
    ['真', '假'],
  ])('%s and %s are truth values', async (yes, no) =>
    expect(await read([yes, no])).toMatchObject({ type: 'boolean', values: [true, false] }),
  );

  it.each([
    ['yes', 'no'],
    ['Y', 'N'],
    ['t', 'f'],
    ['On', 'off'],
    ['1', '0'],
    ['是', '否'],
    ['对', '错'],
  ])('%s and %s are truth values only where that is told', async (yes, no) => {
    expect((await read([yes, no])).type).not.toBe('boolean');
    const told = await read([yes, no, 'maybe'], { types: { v: 'boolean' } });
    expect(told.values).toEqual([true, false, null]);
    expect(told).toMatchObject({ rejected: 1, changes: { 'boolean-word': 2 } });
  });
});
