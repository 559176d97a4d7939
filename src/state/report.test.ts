import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../contract/document.ts';
import {
  insertBlock,
  moveBlock,
  paragraphs,
  removeBlock,
  roundedForReading,
  saysSomething,
  setBlockText,
} from './report.ts';

const report: Report = {
  title: 'T',
  blocks: [
    { id: 'a', kind: 'text', text: 'first' },
    { id: 'b', kind: 'run', run: 'r1' },
    { id: 'c', kind: 'text', text: 'last' },
  ],
};

const order = ({ blocks }: Report) => blocks.map(({ id }) => id).join('');

describe('the blocks of a report', () => {
  it('are put behind another one, or at the end', () => {
    const block = { id: 'x', kind: 'text' as const, text: '' };
    expect(order(insertBlock(report, block, 'a'))).toBe('axbc');
    expect(order(insertBlock(report, block))).toBe('abcx');
    expect(order(insertBlock(report, block, 'gone'))).toBe('abcx');
  });

  it('move one place, and stop at the ends', () => {
    expect(order(moveBlock(report, 'a', 1))).toBe('bac');
    expect(order(moveBlock(report, 'c', -1))).toBe('acb');
    expect(order(moveBlock(report, 'a', 2))).toBe('bca');
    expect(order(moveBlock(report, 'c', -9))).toBe('cab');
    expect(moveBlock(report, 'a', -1)).toBe(report);
    expect(moveBlock(report, 'c', 1)).toBe(report);
    expect(moveBlock(report, 'gone', 1)).toBe(report);
  });

  it('are taken away and written without a change to the report before', () => {
    expect(order(removeBlock(report, 'b'))).toBe('ac');
    expect(setBlockText(report, 'c', 'new').blocks[2]).toEqual({ id: 'c', kind: 'text', text: 'new' });
    expect(setBlockText(report, 'b', 'new').blocks[1]).toEqual(report.blocks[1]);
    expect(order(report)).toBe('abc');
    expect(report.blocks[2]).toEqual({ id: 'c', kind: 'text', text: 'last' });
  });

  it('a move loses nothing, and the way back leads back', () => {
    fc.assert(
      fc.property(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -3, max: 3 }), (id, by) => {
        const moved = moveBlock(report, id, by);
        expect([...order(moved)].sort().join('')).toBe('abc');
        const way = order(moved).indexOf(id) - order(report).indexOf(id);
        expect(order(moveBlock(moved, id, -way))).toBe('abc');
      }),
    );
  });
});

it('parts text by its blank lines', () => {
  expect(paragraphs('one\ntwo\n\nthree\r\n \r\n\r\nfour\n')).toEqual(['one\ntwo', 'three', 'four']);
  expect(paragraphs(' \n\n ')).toEqual([]);
});

it('leaves out of a table the rows where nobody was counted and nothing computed', () => {
  const rows = [
    [0, 40, 40, 1],
    [1, 0, 40, 0],
    [2, 0, 0, null],
    ['other', null, null, null],
    ['none', 0, 0, 0],
    ['said', null, 'too few', null],
    ['alone'],
  ];
  expect(rows.filter(saysSomething).map(([first]) => first)).toEqual([0, 1, 'none', 'said', 'alone']);
});

it('writes as many digits as are read', () => {
  const read = [0.0379783, 0.9999999, 1234.56789, 123456789, 1e-9, 'x', null];
  expect(read.map(roundedForReading)).toEqual([0.03798, 1, 1234.57, 123456789, 1e-9, 'x', null]);
});
