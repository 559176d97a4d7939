import { tableFromIPC, tableToIPC, Table } from 'apache-arrow';
import { expect, test } from 'vitest';
import { textVector } from './text-vector.ts';

const back = (values: (string | null)[]) =>
  tableFromIPC(tableToIPC(new Table({ text: textVector(values) })))
    .toArray()
    .map((row) => (row.toJSON() as { text: string | null }).text);

test('texts of every script come back, and so do nulls, nothing and none', () => {
  const values = [
    'a',
    null,
    '',
    '中文，用户',
    '🧺'.repeat(200),
    'ÿ',
    null,
    ...Array.from({ length: 50 }, (_, n) => `user ${n}`),
  ];
  expect(back(values)).toEqual(values);
  expect(back([])).toEqual([]);
  expect(textVector(values).nullCount).toBe(2);
});
