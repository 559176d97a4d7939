import { expect, it } from 'vitest';
import type { ImportReport, Sniffed } from '../contract/import.ts';
import { sourcesOf } from './import-sources.ts';

const report = (table: string, sniffed: Partial<Sniffed> = {}): ImportReport => ({
  table,
  rows: 0,
  bytes: 0,
  ms: 0,
  sniffed: { format: 'csv', encoding: 'utf-8', ...sniffed },
  columns: [],
  records: 0,
  rejected: [],
  rejectedCount: 0,
  warnings: [],
});
const [may, june, zip] = ['may.csv', 'june.csv', 'all.zip'].map((name) => new File([''], name)) as [File, File, File];

it('knows each table’s file', () => {
  const sources = sourcesOf([may, june], { skip: 1 }, [report('may'), report('june')]);
  expect(sources.get('june')).toEqual({ files: [june], options: { skip: 1 } });
});

it('knows all files of a table that they went into together', () => {
  expect(sourcesOf([may, june], {}, [report('may')]).get('may')?.files).toEqual([may, june]);
});

it('knows the member of an archive', () => {
  const sources = sourcesOf([zip], {}, [report('a', { entry: 'a.csv' }), report('b', { entry: 'b.csv' })]);
  expect(sources.get('b')).toEqual({ files: [zip], entry: 'b.csv', options: {} });
});

it('claims no file where it can’t be told', () => {
  const sources = sourcesOf([may, june, zip], {}, [report('may'), report('else')]);
  expect([...sources.keys()]).toEqual(['may']);
});
