import { describe, expect, it } from 'vitest';
import type { Mapping } from '../contract/project.ts';
import { draftFrom, isComplete } from './mapping-fields.ts';

const table = (...types: [name: string, type: string][]) => ({
  name: 'orders',
  columns: types.map(([name, type]) => ({ name, type })),
});
const once = table(['who', 'VARCHAR'], ['day', 'TIMESTAMP'], ['city', 'VARCHAR']);

describe('the draft of a view that begins with a table', () => {
  const listed: Mapping = { users: { table: 'orders', user: 'who', label: 'city' } };

  it('takes over the roles that the table has elsewhere, and the only time', () => {
    const draft = draftFrom('events', once, listed);
    expect(draft).toEqual({ table: 'orders', user: 'who', time: 'day' });
    expect(isComplete('events', draft)).toBe(true);
  });

  it('leaves open what several columns could be, and what another table says', () => {
    const twice = table(['day', 'DATE'], ['due', 'DATE']);
    const other: Mapping = { users: { table: 'people', user: 'who' } };
    expect(draftFrom('events', twice, other)).toEqual({ table: 'orders' });
    // A list of items has no time.
    expect(draftFrom('items', once, listed)).toEqual({ table: 'orders' });
  });
});
