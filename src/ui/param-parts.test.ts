import * as v from 'valibot';
import { expect, test } from 'vitest';
import { inSection, paramFields, shownWhen } from '../contract/params.ts';
import { isShown, partFields } from './param-parts.ts';

const fields = paramFields(
  v.object({
    table: v.optional(v.string(), ''),
    ...inSection('more', {
      ...shownWhen({ name: 'table', is: [''] }, { horizon: v.optional(v.string(), '30d') }),
      ...shownWhen({ name: 'table', isNot: [''] }, { label: v.optional(v.pipe(v.string(), v.minLength(0)), '') }),
    }),
  }),
);
const shown = (values: Record<string, unknown>) =>
  fields.filter((field) => isShown(field, values)).map(({ name }) => name);

test('a field is shown only where it means something', () => {
  expect(shown({ table: '', horizon: '30d', label: '' })).toEqual(['table', 'horizon']);
  expect(shown({ table: 'people', horizon: '30d', label: '' })).toEqual(['table', 'label']);
});

test('what is set is shown all the same: nothing acts unseen', () => {
  expect(shown({ table: 'people', horizon: '7d', label: '' })).toEqual(['table', 'horizon', 'label']);
});

test('a field with a condition keeps its section', () => {
  expect(partFields(fields).more.map(({ section, fields: own }) => [section, own.length])).toEqual([['more', 2]]);
});
