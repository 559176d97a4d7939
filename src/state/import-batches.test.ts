import { describe, expect, it } from 'vitest';
import { batchesOf } from './import-batches.ts';
import type { ToImport } from './import-batches.ts';

const [a, b, zip] = [new File([''], 'a.csv'), new File([''], 'b.csv'), new File([''], 'all.zip')] as const;
const members = (file: File): number => (file === zip ? 3 : 1);
const item = (file: File, options = {}, entry?: string): ToImport => ({
  file,
  options,
  shape: 'same',
  ...(entry !== undefined && { entry }),
});

describe('batches', () => {
  it('take files that are read alike in one call, whatever the order of their options', () => {
    const batches = batchesOf([item(a, { skip: 1, quote: '' }), item(b, { quote: '', skip: 1 })], members);
    expect(batches).toEqual([{ files: [a, b], options: { skip: 1, quote: '' } }]);
  });

  it('add files that are read otherwise, but have the same columns, to the first one’s table', () => {
    const batches = batchesOf([item(a, { encoding: 'big5' }), item(b)], members);
    expect(batches.map(({ addsTo }) => addsTo)).toEqual([undefined, 0]);
    expect(batchesOf([item(a, { skip: 1 }), { ...item(b), shape: 'other' }], members)[1]).not.toHaveProperty('addsTo');
  });

  it('pass a whole archive as it is, and else its members one by one', () => {
    const all = ['1', '2', '3'].map((entry) => item(zip, {}, entry));
    expect(batchesOf(all, members)).toEqual([{ files: [zip], options: {} }]);
    expect(batchesOf(all.slice(1), members)).toEqual([
      { files: [zip], options: { entry: '2' } },
      { files: [zip], options: { entry: '3' }, addsTo: 0 },
    ]);
  });
});
