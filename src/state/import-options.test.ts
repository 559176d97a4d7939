import { describe, expect, it } from 'vitest';
import type { Preview, Question } from '../contract/import.ts';
import { answered, chosenReading, importOptions, keepAnswered, sharedChoices, withChoices } from './import-options.ts';

const dates: Question = {
  kind: 'date-order',
  column: 'day',
  readings: [
    { label: 'dmy', options: { dateOrder: 'dmy' } },
    { label: 'mdy', options: { dateOrder: 'mdy' } },
  ],
};
const letters: Question = {
  kind: 'encoding',
  readings: [
    { label: 'gb18030', options: { encoding: 'gb18030' } },
    { label: 'big5', options: { encoding: 'big5' } },
  ],
};
const preview: Preview = {
  sniffed: { format: 'csv', encoding: 'utf-8' },
  columns: [
    { name: 'id', type: 'text' },
    { name: '__proto__', type: 'integer' },
    { name: 'day', type: 'date' },
  ],
  rows: [],
  questions: [],
  estimate: { rows: 0, bytes: 0 },
};

describe('choices', () => {
  it('add up, types column by column, and are taken back by undefined', () => {
    const types = withChoices({ types: { a: 'text' }, skip: 2 }, { types: { b: 'date' }, skip: undefined });
    expect(types).toEqual({ types: { a: 'text', b: 'date' } });
    expect(withChoices({ types: 'text' }, { types: { b: 'date' } })).toEqual({ types: { b: 'date' } });
    expect(withChoices({ types: { a: 'text' } }, { types: undefined })).toEqual({});
  });

  it('of a sheet, a table or a member are for that file alone', () => {
    expect(sharedChoices({ sheet: 'May', part: 2, entry: 'a.csv', skip: 1 })).toEqual({ skip: 1 });
  });
});

describe('questions', () => {
  it('are answered by the options of a reading, and open without', () => {
    expect(chosenReading(dates, {})).toBe(-1);
    expect(chosenReading(dates, { dateOrder: 'mdy', skip: 1 })).toBe(1);
    expect(chosenReading(dates, { dateOrder: 'ymd' })).toBe(-1);
  });

  it('are answered anew without a trace of the earlier answer', () => {
    const asText: Question = {
      ...dates,
      readings: [...dates.readings, { label: 'text', options: { types: { day: 'text' } } }],
    };
    const text = answered({ skip: 1, dateOrder: 'dmy', types: { n: 'number' } }, asText, 2);
    expect(text).toEqual({ skip: 1, types: { n: 'number', day: 'text' } });
    expect(answered(text, asText, 1)).toEqual({ skip: 1, dateOrder: 'mdy', types: { n: 'number' } });
  });

  it('stay while they are answered, so that the answer can be changed, and go when nobody asks any more', () => {
    expect(keepAnswered([dates, letters], [], { dateOrder: 'dmy' })).toEqual([dates]);
    expect(keepAnswered([dates], [letters], { dateOrder: 'dmy' })).toEqual([dates, letters]);
    expect(keepAnswered([dates], [dates], { dateOrder: 'dmy' })).toHaveLength(1);
  });
});

describe('the options of an import', () => {
  it('name the columns only where some are left out', () => {
    expect(importOptions({ skip: 1 }, [], preview)).toEqual({ skip: 1 });
    expect(importOptions({}, ['day'], preview)).toEqual({ columns: ['id', '__proto__'] });
  });

  it('tell no type of a column that is left out or is no longer there', () => {
    const options = { types: { id: 'integer', day: 'text', gone: 'date' } } as const;
    expect(importOptions(options, ['day'], preview).types).toEqual({ id: 'integer' });
    expect(importOptions({ types: { gone: 'date' } }, [], preview)).toEqual({});
    expect(importOptions({ types: 'text' }, [], preview)).toEqual({ types: 'text' });
  });
});
