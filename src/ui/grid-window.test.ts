import { describe, expect, it } from 'vitest';
import { contentHeight, gridWindow, maxHeight, scrollToRow } from './grid-window.ts';

const rowHeight = 28;
const viewport = 560;

describe('gridWindow', () => {
  it('draws what is in view and a little more', () => {
    expect(gridWindow(1000, rowHeight, viewport, 0, 6)).toEqual({ start: 0, end: 27, offset: 0 });
    const middle = gridWindow(1000, rowHeight, viewport, 2800, 6);
    expect(middle).toEqual({ start: 94, end: 127, offset: 2800 - 6 * rowHeight });
  });

  it('reaches the first and the last of a million rows, and every row between', () => {
    const rows = 1_000_000;
    const bottom = contentHeight(rows, rowHeight) - viewport;
    expect(contentHeight(rows, rowHeight)).toBe(maxHeight);
    expect(gridWindow(rows, rowHeight, viewport, bottom).end).toBe(rows);
    for (const row of [0, 1, 499_999, 777_777, rows - 1]) {
      const top = scrollToRow(row, rows, rowHeight, viewport, bottom / 3);
      const { start, end } = gridWindow(rows, rowHeight, viewport, top, 0);
      expect(start <= row && row < end).toBe(true);
    }
  });

  it('ends with the last row at the bottom edge', () => {
    const rows = 1_000_000;
    const bottom = contentHeight(rows, rowHeight) - viewport;
    const { start, offset } = gridWindow(rows, rowHeight, viewport, bottom);
    expect(offset + (rows - start) * rowHeight).toBeCloseTo(bottom + viewport, 3);
  });

  it('has nothing to draw without rows', () => {
    expect(gridWindow(0, rowHeight, viewport, 0)).toEqual({ start: 0, end: 0, offset: 0 });
  });
});

describe('scrollToRow', () => {
  it('stays where the row is in view already', () => {
    expect(scrollToRow(12, 1000, rowHeight, viewport, 100)).toBe(100);
  });
});
