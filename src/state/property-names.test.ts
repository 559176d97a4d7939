import { expect, test } from 'vitest';
import type { Property } from '../contract/population.ts';
import { propertyOrigins } from './property-names.ts';

const property = (name: string, view: Property['view'], column: string): Property => ({
  name,
  view,
  column,
  kind: 'text',
});

test('roles know their column, columns of other tables their table; a plain column of the log is called as it is', () => {
  const properties = [
    property('item', 'events', 'item'),
    property('value', 'events', 'value'),
    property('title', 'events', 'title'),
    property('users.plan', 'users', 'plan'),
  ];
  const views = { events: ['user', 'time', 'event', 'item', 'value'], users: ['user'] };
  const mapping = { events: { table: 'log', user: 'u', time: 't', item: 'product_id', value: { constant: 1 } } };
  expect(propertyOrigins({ properties, views }, mapping)).toEqual(
    new Map([
      ['item', { view: 'events', field: 'item', isRole: true, column: 'product_id' }],
      ['value', { view: 'events', field: 'value', isRole: true, column: null }],
      ['users.plan', { view: 'users', field: 'plan', isRole: false, column: null }],
    ]),
  );
});
