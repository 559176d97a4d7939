import { expect, it } from 'vitest';
import { isTypeName } from './type-name.ts';

/** As DuckDB writes the types of columns in DESCRIBE. */
it.each([
  'VARCHAR',
  'DECIMAL(18,3)',
  'TIMESTAMP WITH TIME ZONE',
  'TIMESTAMP_NS',
  'INTEGER[]',
  'VARCHAR[3][]',
  'STRUCT(a INTEGER, "b ""c"" (" VARCHAR[])',
  'MAP(VARCHAR, STRUCT("key" DOUBLE))',
  `ENUM('a', 'it''s', ') ;')`,
  'UNION(num INTEGER, str VARCHAR)',
])('%s is a type', (type) => {
  expect(isTypeName(type)).toBe(true);
});

it.each([
  '',
  'INTEGER)',
  'INTEGER) AS a, (SELECT 1',
  'INTEGER; DROP TABLE t',
  'INTEGER -- x',
  'INTEGER /* x */',
  'INTEGER, b',
  'DECIMAL(18',
  'DECIMAL(18]',
  `ENUM('a)`,
  'STRUCT("a INTEGER)',
  '1 + 1',
  'INTEGER\n',
  '(SELECT 1)',
])('%j is none', (type) => {
  expect(isTypeName(type)).toBe(false);
});

it('takes no longer for what is made to take long', () => {
  const began = performance.now();
  expect(isTypeName(`${'a'.repeat(200_000)}!`)).toBe(false);
  expect(isTypeName(`ENUM(${`'a',`.repeat(200_000)}`)).toBe(false);
  expect(performance.now() - began).toBeLessThan(2000);
});
