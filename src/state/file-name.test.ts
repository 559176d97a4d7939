import { expect, it } from 'vitest';
import { distinctNames, safeFileName } from './file-name.ts';

it('keeps what file systems take, in any script', () => {
  expect(safeFileName('Shop events, Q1')).toBe('Shop events, Q1');
  expect(safeFileName('商城点击流')).toBe('商城点击流');
});

it('takes out what separates folders, and what is reserved', () => {
  expect(safeFileName('../a/b\\c:d')).toBe('a b c d');
  expect(safeFileName(' ..\u0000 ')).toBe('project');
  expect(safeFileName('')).toBe('project');
  expect([...safeFileName('😀'.repeat(200))]).toHaveLength(80);
});

it('tells equal names apart, whatever their case', () => {
  expect(distinctNames(['Shop', 'shop', 'Shop', 'Other'])).toEqual(['Shop', 'shop (2)', 'Shop (3)', 'Other']);
  expect(distinctNames(['a', 'a (2)', 'a'])).toEqual(['a', 'a (2)', 'a (3)']);
});
