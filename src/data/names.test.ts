import { describe, expect, it } from 'vitest';
import { isIdentifierName } from './identifiers.ts';
import { columnNames } from './names.ts';
import { suggestTableName } from './table-name.ts';
import { epochUnit } from './time-units.ts';

describe('column names', () => {
  it('trims, fills gaps, and tells equal names apart', () => {
    expect(columnNames([' a ', null, '', 'a', 'A', '__proto__'])).toEqual([
      'a',
      'column_2',
      'column_3',
      'a_2',
      'A_3',
      '__proto__',
    ]);
  });

  it('shows NUL, at which the engine would cut the name off', () => {
    expect(columnNames(['a\0b', 'a'])).toEqual(['a␀b', 'a']);
  });

  it('never takes a name that another column has', () => {
    expect(columnNames(['a', 'a', 'a_2'])).toEqual(['a', 'a_3', 'a_2']);
    expect(columnNames([null, 'column_1'])).toEqual(['column_1', 'column_1_2']);
  });
});

describe('identifier names', () => {
  it.each([
    'id',
    'user_id',
    'CustomerID',
    'customerid',
    'StockCode',
    'InvoiceNo',
    'order no',
    'zip',
    'ZipCode',
    'phone_number',
    'SKU',
    'uuid',
    'order-number',
    '用户ID',
    '订单编号',
    '手机号',
    'item.id',
    'passport',
    'open_id',
    'file sha256',
    '身份证',
    '银行卡',
  ])('%s is one', (name) => expect(isIdentifierName(name)).toBe(true));
  it.each([
    'paid',
    'valid',
    'price',
    'number_of_items',
    'quantity',
    'width',
    'android',
    'notes',
    'volcano',
    '金额',
    'codec',
    'tenure',
    'SeniorCitizen',
    'cod',
  ])('%s is none', (name) => expect(isIdentifierName(name)).toBe(false));
});

describe('table names', () => {
  it.each([
    ['ecom.csv.gz', 'ecom'],
    ['用户行为 2024.csv', '用户行为_2024'],
    ['2024 orders (1).tsv', 't_2024_orders_1'],
    ['a"b;--.parquet', 'a_b'],
    ['...csv', 'table_1'],
    ['/x/y/z.ndjson', 'z'],
  ])('%s → %s', (file, name) => expect(suggestTableName(file)).toBe(name));
});

describe('epoch units', () => {
  it('tells seconds, milliseconds and microseconds by their size', () => {
    const [first, last] = [Date.UTC(2017, 10, 25), Date.UTC(2017, 11, 3)];
    expect(epochUnit(first / 1000, last / 1000)).toBe('s');
    expect(epochUnit(first, last)).toBe('ms');
    expect(epochUnit(first * 1000, last * 1000)).toBe('us');
  });

  it('says nothing of numbers that are no plausible times', () => {
    expect(epochUnit(0, 100)).toBeNull();
    expect(epochUnit(1, 1511544070)).toBeNull();
    expect(epochUnit(NaN, NaN)).toBeNull();
  });
});
