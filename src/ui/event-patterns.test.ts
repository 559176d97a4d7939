import { describe, expect, test } from 'vitest';
import {
  comparisonsOf,
  patternOf,
  plainPattern,
  plainStep,
  stepOf,
  typedValue,
  valuesTaken,
} from './event-patterns.ts';

describe('a pattern', () => {
  test.each([
    ['', { events: [], where: [] }],
    ['buy', { events: ['buy'], where: [] }],
    [{ events: ['a', 'b'] }, { events: ['a', 'b'], where: [] }],
    [null, { events: [], where: [] }],
  ])('%j is read whole', (value, pattern) => {
    expect(patternOf(value)).toEqual(pattern);
  });

  test('is a plain name as long as it can be', () => {
    const where = [{ property: 'country', is: 'is' as const, values: ['DE'] }];
    expect(plainPattern({ events: [], where: [] })).toBe('');
    expect(plainPattern({ events: ['a'], where: [] })).toBe('a');
    expect(plainPattern({ events: ['a', 'b'], where: [] })).toEqual({ events: ['a', 'b'], where: [] });
    expect(plainPattern({ events: [], where })).toEqual({ events: [], where });
  });
});

describe('a step', () => {
  test('stays a plain text while it only names an event', () => {
    expect(plainStep(stepOf('buy'))).toBe('buy');
  });

  test('says only what is said', () => {
    expect(plainStep({ ...stepOf('buy'), optional: true, within: '1d' })).toEqual({
      events: ['buy'],
      optional: true,
      within: '1d',
    });
  });

  test('without an event is any event, never an event of no name', () => {
    expect(plainStep({ ...stepOf('buy'), events: [] })).toEqual({ events: [] });
  });
});

test('comparisons fit the kind, and take as many values as they can use', () => {
  expect(comparisonsOf('text')).not.toContain('greater');
  expect(comparisonsOf('number')).toContain('atLeast');
  expect(valuesTaken('isSet')).toBe('none');
  expect(valuesTaken('less')).toBe('one');
  expect(valuesTaken('isNot')).toBe('several');
});

test('a number is typed as one where the property is', () => {
  expect(typedValue('12.50', 'number')).toBe(12.5);
  expect(typedValue('012', 'text')).toBe('012');
  expect(typedValue('', 'number')).toBe('');
});
