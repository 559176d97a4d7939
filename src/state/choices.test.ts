import { describe, expect, it } from 'vitest';
import type { Dataset } from '../contract/project.ts';
import { learntChoices } from './choices.ts';

const column = (name: string) => ({ name, type: 'VARCHAR' });
const tables = [
  { name: 'telco', columns: ['age', 'Contract', 'Churn'].map(column) },
  { name: 'people', columns: ['user', 'city'].map(column) },
];
const workspaceOf = (views: object) => ({
  dataset: { tables, views } as unknown as Dataset,
  mapping: { users: { table: 'people' } } as never,
});

describe('the columns that a model learns from', () => {
  const log = workspaceOf({ events: ['user', 'time'] });
  const offered = (params: Record<string, unknown>, result?: unknown, workspace = log) =>
    learntChoices(workspace, params, result)['column-learnt'];

  it('follow the table, without its label, and only those that were chosen', () => {
    expect(offered({ table: 'telco', label: 'Churn' })).toEqual(['age', 'Contract']);
    expect(offered({ table: 'telco', label: 'Churn', features: ['Contract'] })).toEqual(['Contract']);
    expect(offered({ table: 'people', label: 'city' }, { legend: [{ name: 'days' }] })).toEqual(['user']);
    expect(offered({ table: '', label: 'city' })).toEqual(['user']);
    expect(offered({ table: '', label: '' }, null, workspaceOf({ users: ['user'] }))).toEqual(['user', 'city']);
  });

  it('are of a log what its last result names; before it, none', () => {
    expect(offered({ table: '', label: '' }, null)).toEqual([]);
    expect(offered({ table: '', label: '' }, { legend: [{ name: 'days since: buy' }] })).toEqual(['days since: buy']);
  });
});
