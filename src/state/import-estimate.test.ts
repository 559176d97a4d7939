import { expect, it } from 'vitest';
import type { Preview } from '../contract/import.ts';
import { estimateOf, fitsIn, sumOf } from './import-estimate.ts';

const preview = (bytes: number): Preview => ({
  sniffed: { format: 'csv', encoding: 'utf-8' },
  columns: [
    { name: 'n', type: 'integer' },
    { name: 'm', type: 'number' },
  ],
  rows: [['1', '2']],
  questions: [],
  estimate: { rows: 100, bytes },
});

it('is halved by one of two columns of the same size, and again by a sample of a half', () => {
  expect(estimateOf(preview(1600), ['m'], { sample: { share: 0.5 } })).toEqual({ rows: 50, bytes: 400, atMost: false });
});

it('is unknown where the head of the file allowed none, and so is the sum then', () => {
  expect(estimateOf(preview(0), [], {})).toBeNull();
  expect(sumOf([estimateOf(preview(10), [], {}), null])).toBeNull();
});

it('adds up over files, and stands against the room', () => {
  const one = estimateOf(preview(800), [], {});
  expect(sumOf([one, one])).toEqual({ rows: 200, bytes: 1600, atMost: false });
  expect([fitsIn(sumOf([one, one]), 1599), fitsIn(sumOf([one, one]), 1600), fitsIn(null, 0)]).toEqual([
    false,
    true,
    true,
  ]);
});

it('is an upper bound with a time range, which is tried', () => {
  const ranged = estimateOf(preview(800), [], { between: { column: 'n', from: '2024-01-01' } });
  expect([ranged?.atMost, fitsIn(ranged, 1)]).toEqual([true, true]);
});
