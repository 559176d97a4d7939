import { expect, it } from 'vitest';
import type { Access } from '../contract/engine.ts';
import type { KeptProject } from '../contract/storage.ts';
import { samplePlace } from './sample-place.ts';
import type { Sample } from './samples.ts';

const words = { en: 'Shop clickstream', zh: '商城点击流' };
const sample: Sample = {
  id: 'shop',
  file: 'ecom.csv.gz',
  rows: 31106,
  title: words,
  about: words,
  teaches: words,
  mapping: { events: { table: 'ecom', user: 'user_id', time: 'timestamp' } },
};

const kept = (more: Partial<KeptProject> = {}): KeptProject => ({
  id: 'other',
  name: 'Shop clickstream',
  created: '2026-01-01T00:00:00Z',
  changed: '2026-01-01T00:00:00Z',
  tables: 1,
  rows: 31106,
  bytes: 1,
  state: 'whole',
  ...more,
});

const open = (name: string, tables: string[], access: Access = 'write') => ({
  status: { id: 'open', name, access },
  tables: tables.map((table) => ({ name: table })),
});

it('opens in the project that is open only where that is empty', () => {
  expect(samplePlace(sample, open('', []), [])).toEqual({ kind: 'here' });
  expect(samplePlace(sample, open('Mine', ['orders']), [])).toEqual({ kind: 'new' });
});

it('never opens in a project that another tab writes', () => {
  expect(samplePlace(sample, open('', [], 'read'), [])).toEqual({ kind: 'new' });
});

it('stays where it is, under its name in either language', () => {
  expect(samplePlace(sample, open('Shop clickstream', ['ecom', 'mine']), [])).toEqual({ kind: 'open' });
  expect(samplePlace(sample, open('商城点击流', ['ecom']), [])).toEqual({ kind: 'open' });
  expect(samplePlace(sample, open('Renamed', ['ecom']), [])).toEqual({ kind: 'new' });
  expect(samplePlace(sample, open('Shop clickstream', ['other']), [])).toEqual({ kind: 'new' });
});

it('comes back as the project that it was, if that is whole and still holds its rows', () => {
  const mine = open('Mine', ['orders']);
  expect(samplePlace(sample, mine, [kept()])).toEqual({ kind: 'kept', id: 'other' });
  expect(samplePlace(sample, open('', []), [kept({ name: '商城点击流' })])).toEqual({ kind: 'kept', id: 'other' });
  expect(samplePlace(sample, mine, [kept({ rows: 31105 })])).toEqual({ kind: 'new' });
  expect(samplePlace(sample, mine, [kept({ state: 'damaged' })])).toEqual({ kind: 'new' });
  expect(samplePlace(sample, mine, [kept({ state: 'newer' })])).toEqual({ kind: 'new' });
  expect(samplePlace(sample, open('Shop clickstream', []), [kept({ id: 'open' })])).toEqual({ kind: 'here' });
});
