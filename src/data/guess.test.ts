import { describe, expect, it } from 'vitest';
import type { ColumnProfile, TableProfile } from './guess.ts';
import { guessMapping } from './guess.ts';

const column = (
  name: string,
  type: string,
  distinct: number,
  samples: string[],
  range: [number, number] | [] = [],
): ColumnProfile => ({
  name,
  type,
  distinct,
  nulls: 0,
  min: range[0],
  max: range[1],
  samples,
});

const shop: TableProfile = {
  name: 'ecom',
  rows: 31106,
  columns: [
    column('user_id', 'VARCHAR', 600, ['user_0000', 'user_0001']),
    column('session_id', 'VARCHAR', 3605, ['sess_000001']),
    column('event', 'VARCHAR', 12, ['home', 'promo_page', 'product_view', 'add_to_cart']),
    column('timestamp', 'TIMESTAMP', 31000, ['2024-03-13 10:21:14']),
    column('platform', 'VARCHAR', 3, ['desktop', 'mobile']),
    column('user_cohort', 'VARCHAR', 6, ['2024-01']),
  ],
};

const retail: TableProfile = {
  name: 'online_retail',
  rows: 541909,
  columns: [
    column('InvoiceNo', 'VARCHAR', 25900, ['536365']),
    column('StockCode', 'VARCHAR', 4070, ['85123A', '71053']),
    column('Description', 'VARCHAR', 4223, ['WHITE METAL LANTERN']),
    column('Quantity', 'BIGINT', 722, ['6', '8'], [-80995, 80995]),
    column('InvoiceDate', 'TIMESTAMP', 23260, ['2010-12-01 08:26:00']),
    column('UnitPrice', 'DOUBLE', 1630, ['2.55', '3.39'], [-11062.06, 38970]),
    column('CustomerID', 'VARCHAR', 4372, ['17850.0']),
    column('Country', 'VARCHAR', 38, ['United Kingdom']),
  ],
};

const telco: TableProfile = {
  name: 'telco',
  rows: 7043,
  columns: [
    column('customerID', 'VARCHAR', 7043, ['7590-VHVEG']),
    column('gender', 'VARCHAR', 2, ['Female', 'Male']),
    column('tenure', 'BIGINT', 73, ['1', '34'], [0, 72]),
    column('MonthlyCharges', 'DOUBLE', 1585, ['29.85'], [18.25, 118.75]),
    column('Churn', 'VARCHAR', 2, ['No', 'Yes']),
  ],
};

const taobao: TableProfile = {
  name: 'UserBehavior',
  rows: 4321,
  columns: [
    column('column_1', 'BIGINT', 43, ['1', '100'], [1, 1000061]),
    column('column_2', 'BIGINT', 3300, ['2268318', '2333346'], [1000, 5160000]),
    column('column_3', 'BIGINT', 700, ['2520377'], [1000, 5160000]),
    column('column_4', 'VARCHAR', 4, ['pv', 'cart', 'fav', 'buy']),
    column('column_5', 'BIGINT', 4300, ['1511544070', '1511561733'], [1505117799, 1512313000]),
  ],
};

/** A web server's access log, as the reader names its columns. */
const visits: TableProfile = {
  name: 'access',
  rows: 10000,
  columns: [
    column('host', 'VARCHAR', 900, ['83.149.9.216', '24.236.252.67']),
    { ...column('identity', 'VARCHAR', 0, []), nulls: 10000 },
    { ...column('user', 'VARCHAR', 3, ['frank']), nulls: 9900 },
    column('time', 'TIMESTAMP', 8000, ['2015-05-17 10:05:03']),
    column('method', 'VARCHAR', 4, ['GET', 'POST']),
    column('path', 'VARCHAR', 1200, ['/index.html', '/images/logo.png']),
    column('protocol', 'VARCHAR', 2, ['HTTP/1.1', 'HTTP/1.0']),
    column('status', 'BIGINT', 7, ['200', '404'], [200, 500]),
    column('bytes', 'BIGINT', 3000, ['203023', '171717'], [0, 69192717]),
    column('referrer', 'VARCHAR', 800, ['http://example.com/']),
    column('user_agent', 'VARCHAR', 500, ['Mozilla/5.0 (X11; Linux x86_64)']),
  ],
};

const chinese: TableProfile = {
  name: '行为',
  rows: 40000,
  columns: [
    column('用户ID', 'VARCHAR', 39000, ['768933']),
    column('商品ID', 'VARCHAR', 39000, ['4073737']),
    column('品牌', 'VARCHAR', 60, ['VIVO', '全友']),
    column('商品名称', 'VARCHAR', 3000, ['VIVOX100 Pro 128GB 蓝色']),
    column('行为类型', 'VARCHAR', 4, ['buy', 'cart', 'fav', 'pv']),
    column('时间戳', 'BIGINT', 39000, ['1512189107'], [1511539200, 1512316799]),
    column('售价', 'DOUBLE', 20000, ['6329.2'], [10, 9999]),
  ],
};

describe('guessing the mapping', () => {
  it('takes the host for the visitor of a web server, since hardly anybody has logged in', () => {
    expect(guessMapping([visits]).mapping.events).toEqual({
      table: 'access',
      user: 'host',
      time: 'time',
      event: 'method',
      item: 'path',
    });
  });

  it('finds the roles of a clickstream by name and values', () => {
    const { mapping, confidence, reasons } = guessMapping([shop]);
    expect(mapping.events).toEqual({
      table: 'ecom',
      user: 'user_id',
      time: 'timestamp',
      event: 'event',
      session: 'session_id',
    });
    expect(confidence['events.time']).toBeGreaterThan(0.9);
    expect(reasons['events.time']).toBe('both');
    expect(mapping.users).toBeUndefined();
  });

  it('reads orders as purchases worth quantity times price', () => {
    expect(guessMapping([retail]).mapping.events).toEqual({
      table: 'online_retail',
      user: 'CustomerID',
      time: 'InvoiceDate',
      event: { constant: 'purchase' },
      item: 'StockCode',
      quantity: 'Quantity',
      price: 'UnitPrice',
      value: { sql: '"Quantity" * "UnitPrice"' },
    });
  });

  it('takes a table with users and no time for users, with their label', () => {
    expect(guessMapping([telco]).mapping).toEqual({ users: { table: 'telco', user: 'customerID', label: 'Churn' } });
  });

  it('knows a headerless log by its values alone', () => {
    const { mapping, confidence, reasons } = guessMapping([taobao]);
    expect(mapping.events).toEqual({
      table: 'UserBehavior',
      user: 'column_1',
      time: 'column_5',
      event: 'column_4',
      item: 'column_2',
    });
    expect(reasons['events.user']).toBe('values');
    expect(confidence['events.user']).toBeLessThan(0.6);
  });

  it('knows Chinese names', () => {
    expect(guessMapping([chinese]).mapping.events).toMatchObject({
      user: '用户ID',
      time: '时间戳',
      event: '行为类型',
      item: '商品ID',
      price: '售价',
    });
  });

  it('gives each table the view it suits', () => {
    const items: TableProfile = {
      name: 'products',
      rows: 100,
      columns: [
        column('product_id', 'VARCHAR', 100, ['a']),
        column('title', 'VARCHAR', 100, ['Red shoe']),
        column('category', 'VARCHAR', 5, ['shoes']),
        column('price', 'DOUBLE', 40, ['9.9'], [1, 99]),
      ],
    };
    const { mapping } = guessMapping([items, telco, shop]);
    expect(mapping.events?.table).toBe('ecom');
    expect(mapping.users?.table).toBe('telco');
    expect(mapping.items).toEqual({
      table: 'products',
      item: 'product_id',
      title: 'title',
      category: 'category',
      price: 'price',
    });
  });

  it('takes for a title what says most of an item, and for a category what says less', () => {
    const products: TableProfile = {
      name: 'products',
      rows: 20000,
      columns: [
        column('product_id', 'VARCHAR', 20000, ['25671', '26081']),
        column('manufacturer_id', 'VARCHAR', 3000, ['2', '69']),
        column('department', 'VARCHAR', 30, ['GROCERY', 'MEAT']),
        column('brand', 'VARCHAR', 2, ['National', 'Private']),
        column('product_category', 'VARCHAR', 300, ['FRZN ICE', 'BEEF']),
        column('product_type', 'VARCHAR', 2000, ['ICE - CRUSHED/CUBED']),
        column('package_size', 'VARCHAR', 900, ['22 LB']),
      ],
    };
    const roles = { item: 'product_id', title: 'product_type', category: 'product_category' };
    expect(guessMapping([products]).mapping.items).toEqual({ table: 'products', ...roles });
  });

  it('finds what a log says of its items, unless there is a table of them', () => {
    const items = { table: 'online_retail', item: 'StockCode', title: 'Description' };
    expect(guessMapping([retail]).mapping.items).toEqual(items);
    const goods: TableProfile = {
      name: 'goods',
      rows: 100,
      columns: [column('product_id', 'VARCHAR', 100, ['a']), column('title', 'VARCHAR', 100, ['Red shoe'])],
    };
    expect(guessMapping([retail, goods]).mapping.items?.table).toBe('goods');
    // A log without items has none to tell of.
    expect(guessMapping([shop]).mapping.items).toBeUndefined();
  });

  it('finds what is in stock, in a table of its own, day after day, or in the catalogue', () => {
    const stock = (rows: number, ...more: ColumnProfile[]): TableProfile => ({
      name: 'stock',
      rows,
      columns: [
        column('sku', 'VARCHAR', 300, ['a', 'b']),
        column('on_hand', 'BIGINT', 90, ['0', '40'], [0, 200]),
        ...more,
      ],
    });
    const roles = { table: 'stock', item: 'sku', onHand: 'on_hand' };
    expect(guessMapping([stock(300)]).mapping).toEqual({ stock: roles });
    const daily = stock(
      9000,
      column('date', 'DATE', 30, ['2024-03-13']),
      column('lead_time', 'BIGINT', 9, ['7'], [1, 30]),
      column('unit_cost', 'DOUBLE', 200, ['2.5'], [0.2, 40]),
    );
    const all = { ...roles, time: 'date', leadTimeDays: 'lead_time', unitCost: 'unit_cost' };
    expect(guessMapping([daily, shop]).mapping).toMatchObject({ events: { table: 'ecom' }, stock: all });
    const catalogue = stock(300, column('title', 'VARCHAR', 299, ['Red shoe']));
    const items = { table: 'stock', item: 'sku', title: 'title' };
    expect(guessMapping([catalogue]).mapping).toEqual({ stock: roles, items });
    // What somebody did is no stock, whatever its columns are called.
    expect(
      guessMapping([{ ...retail, columns: [...retail.columns, column('stock', 'BIGINT', 9, ['1'], [0, 9])] }]).mapping
        .stock,
    ).toBeUndefined();
  });

  it('finds reviews', () => {
    const reviews: TableProfile = {
      name: 'reviews',
      rows: 500,
      columns: [
        column('review', 'VARCHAR', 499, ['The soup was cold and nobody came to ask.']),
        column('rating', 'BIGINT', 5, ['1', '5'], [1, 5]),
      ],
    };
    expect(guessMapping([reviews]).mapping).toEqual({
      reviews: { table: 'reviews', text: 'review', rating: 'rating' },
    });
  });

  it('leaves open what nothing speaks for', () => {
    const sums: TableProfile = { name: 't', rows: 9, columns: [column('x', 'DOUBLE', 9, ['1.5'], [0, 2])] };
    expect(guessMapping([sums])).toEqual({ mapping: {}, confidence: {}, reasons: {} });
    expect(guessMapping([])).toEqual({ mapping: {}, confidence: {}, reasons: {} });
  });

  it('does not take a name that only ends alike for a time', () => {
    const table: TableProfile = {
      name: 't',
      rows: 1000,
      columns: [
        column('user', 'VARCHAR', 10, ['a']),
        column('update', 'VARCHAR', 10, ['x']),
        column('lat', 'DOUBLE', 900, ['1'], [1, 2]),
      ],
    };
    expect(guessMapping([table]).mapping.events).toBeUndefined();
  });
});

describe('ratings', () => {
  /** 100,000 ratings as MovieLens writes them, with names of one's own. */
  const ratings = (rating: ColumnProfile, user = 'user', item = 'item', time = 'timestamp'): TableProfile => ({
    name: 'u',
    rows: 20000,
    columns: [
      column(user, 'BIGINT', 943, ['196', '186'], [1, 943]),
      column(item, 'BIGINT', 1300, ['242', '302'], [1, 1682]),
      rating,
      column(time, 'BIGINT', 15000, ['881250949'], [874724710, 893286638]),
    ],
  });
  const stars = (name: string) => column(name, 'BIGINT', 5, ['3', '1'], [1, 5]);

  it.each([
    ['rating', stars('rating')],
    ['stars', column('stars', 'DOUBLE', 10, ['3.5', '0.5'], [0.5, 5])],
    ['score', column('score', 'BIGINT', 10, ['7'], [1, 10])],
    ['overall', stars('overall')],
    ['points of a hundred', column('review_score', 'BIGINT', 80, ['87'], [12, 100])],
  ])('gives the role to %s, beside the log', (_, rating) => {
    const { mapping, confidence, reasons } = guessMapping([ratings(rating)]);
    const common = { user: 'user', item: 'item', time: 'timestamp' };
    expect(mapping.events).toEqual({ table: 'u', ...common });
    expect(mapping.reviews).toEqual({ table: 'u', ...common, rating: rating.name });
    expect(reasons['reviews.rating']).toBe('both');
    expect(confidence['reviews.rating']).toBeGreaterThan(0.7);
  });

  it('gives it to Chinese names', () => {
    const log = ratings(stars('评分'), '用户ID', '商品ID', '时间');
    expect(guessMapping([log]).mapping.reviews).toMatchObject({ user: '用户ID', item: '商品ID', rating: '评分' });
    expect(guessMapping([ratings(stars('用户评分'))]).mapping.reviews?.rating).toBe('用户评分');
  });

  it.each([
    ['a measured score', column('score', 'DOUBLE', 19000, ['0.731'], [0, 1])],
    ['a credit score', column('score', 'BIGINT', 400, ['640'], [300, 850])],
    ['grades in words', column('rating', 'VARCHAR', 5, ['good'])],
    ['few steps under another name', stars('tier')],
  ])('not to %s', (_, rating) => {
    expect(guessMapping([ratings(rating)]).mapping.reviews).toBeUndefined();
  });

  it('are known without names by values and order, where one column alone can be points', () => {
    const names = ['column_1', 'column_2', 'column_4'] as const;
    const movielens = ratings(stars('column_3'), ...names);
    const common = { table: 'u', user: 'column_1', item: 'column_2', time: 'column_4' };
    expect(guessMapping([movielens]).mapping).toEqual({ events: common, reviews: { ...common, rating: 'column_3' } });
    const doubtful = { ...movielens, columns: [...movielens.columns, stars('column_5')] };
    expect(guessMapping([doubtful]).mapping).toEqual({});
    expect(guessMapping([ratings(column('column_3', 'BIGINT', 2, ['0'], [0, 1]), ...names)]).mapping).toEqual({});
    expect(guessMapping([ratings(stars('level'), 'x', 'y', 'column_4')]).mapping).toEqual({});
  });

  it('are taken of the table with texts, where there is one', () => {
    const reviews: TableProfile = {
      name: 'reviews',
      rows: 500,
      columns: [
        column('review', 'VARCHAR', 499, ['The soup was cold and nobody came to ask.']),
        column('rating', 'BIGINT', 5, ['1', '5'], [1, 5]),
      ],
    };
    expect(guessMapping([ratings(stars('rating')), reviews]).mapping.reviews?.table).toBe('reviews');
  });
});

describe('one row for each user', () => {
  const once = (time: string, ...more: ColumnProfile[]): TableProfile => ({
    name: 'once',
    rows: 5000,
    columns: [
      column('customer_id', 'VARCHAR', 5000, ['c1', 'c2']),
      column(time, 'TIMESTAMP', 4900, ['2024-03-13 10:21:14']),
      column('city', 'VARCHAR', 40, ['Leeds']),
      ...more,
    ],
  });
  const product = column('product_id', 'VARCHAR', 300, ['p1', 'p2']);
  const review = column('review', 'VARCHAR', 4990, ['The soup was cold and nobody came to ask.']);

  it.each([
    ['orders of an item', once('order_date', product)],
    ['orders with how many and what for', once('date', column('quantity', 'BIGINT', 9, ['2'], [1, 9]))],
    ['orders by their number', once('date', column('order_id', 'VARCHAR', 5000, ['o1']))],
    ['reviews', once('created_at', review)],
  ])('is a log where it tells of %s', (_, table) => {
    expect(guessMapping([table]).mapping.events).toMatchObject({ table: 'once', user: 'customer_id' });
    expect(guessMapping([table]).mapping.users).toBeUndefined();
  });

  it.each([
    ['nothing that was done', once('created_at')],
    ['when they were born', once('birth_date', product)],
    ['when they joined', once('signup_date', product)],
    ['when they were registered', once('注册时间', product)],
  ])('is a list of users where it tells of %s', (_, table) => {
    expect(guessMapping([table]).mapping).toEqual({ users: { table: 'once', user: 'customer_id' } });
  });
});
