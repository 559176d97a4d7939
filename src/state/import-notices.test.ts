import { expect, it } from 'vitest';
import type { ImportReport, Part, Question } from '../contract/import.ts';
import { noticesOf } from './import-notices.ts';

const zip = new File([''], 'all.zip');
const member = (entry: string, included: boolean, questions: Question[] = []) => {
  const part: Part = { entry, name: entry, bytes: 1 };
  return { file: zip, part, included, questions };
};
const sheets: Question = {
  kind: 'sheet',
  readings: ['May', 'June'].map((label) => ({ label, options: { sheet: label } })),
};
const readSheet = (sheet: string) => ({ sniffed: { format: 'xlsx', encoding: 'utf-8', sheet } }) as ImportReport;

it('says which members of an archive were read, and which not', () => {
  expect(noticesOf([member('a.csv', true), member('b.csv', false)], [])).toEqual([
    { code: 'import.members-left', values: { file: 'all.zip', n: 1, read: 'a.csv', left: 'b.csv' } },
  ]);
  expect(noticesOf([member('a.csv', true), member('b.csv', true)], [])).toEqual([
    { code: 'import.members-read', values: { file: 'all.zip', n: 2, read: 'a.csv, b.csv' } },
  ]);
});

it('says which sheets of a workbook were not read', () => {
  const file = new File([''], 'year.xlsx');
  const book = { file, part: { name: 'year.xlsx', bytes: 1 }, included: true, questions: [sheets] };
  expect(noticesOf([book], [readSheet('June')])).toEqual([
    { code: 'import.sheets-left', values: { file: 'year.xlsx', read: 'June', left: 'May' } },
  ]);
});

it('says nothing of a plain file', () => {
  const file = new File([''], 'a.csv');
  expect(noticesOf([{ file, part: { name: 'a.csv', bytes: 1 }, included: true, questions: [] }], [])).toEqual([]);
});
