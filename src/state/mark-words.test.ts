import { expect, it } from 'vitest';
import { markWords } from './mark-words.ts';

const texts = { number: (value: number) => `<${value}>` };
const columns = ['User', 'Item', 'Title'];
const told = (marks: string[], row: (string | number | null)[], mark = marks[0]!) =>
  markWords({ title: 'Lists', marks }, mark, { columns, row }, texts);

it('names the view alone where every row leads to the same users', () => {
  expect(told(['audience', 'audience'], ['ann', 0.4])).toBe('Lists');
});

it('names the first cell, a number with its column', () => {
  expect(told(['a', 'b'], ['ann', 'tea'])).toBe('Lists: ann');
  expect(told(['a', 'b'], [7, 'tea'])).toBe('Lists: User <7>');
  expect(told(['step:1'], ['view'])).toBe('Lists: view');
});

it('names the cell that the mark names, though another stands first', () => {
  expect(told(['item:tea', 'item:tea', 'item:cake'], ['ann', 'tea', 'Green tea'])).toBe('Lists: tea');
  expect(told(['item:12', 'item:9'], ['ann', 12, null])).toBe('Lists: Item <12>');
});

it('names the mark where there is no row', () => {
  expect(markWords({ title: 'Lists', marks: ['x'] }, 'x', { columns, row: undefined }, texts)).toBe('Lists: x');
});
