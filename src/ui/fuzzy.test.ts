import { expect, it } from 'vitest';
import { fuzzyFilter, fuzzyScore } from './fuzzy.ts';

it('finds signs in their order, whatever their case', () => {
  expect(fuzzyScore('rtn', 'Retention')).not.toBeNull();
  expect(fuzzyScore('nr', 'Retention')).toBeNull();
  expect(fuzzyScore('留', '留存')).not.toBeNull();
});

it('puts the beginning of words before their middle', () => {
  expect(fuzzyFilter('f', ['overflow', 'funnel'], String)).toEqual(['funnel', 'overflow']);
  expect(fuzzyFilter('', ['b', 'a'], String)).toEqual(['b', 'a']);
});
