import { describe, expect, it } from 'vitest';
import type { Dataset } from '../contract/project.ts';
import { learntChoices } from './choices.ts';

const column = (name: string) => ({ name, type: 'VARCHAR' });
const tables = [{ name: 'telco', columns: ['customerID', 'age', 'Contract', 'Churn'].map(column) }];
/** The users' table: `label` is the role that its column left bears. */
const properties = ['label', 'city', 'vip'].map((name) => ({ name, column: name, view: 'users', kind: 'text' }));
const dataOf = (views: object) => ({
  dataset: {
    tables,
    properties: [{ name: 'device', column: 'device', view: 'events' }, ...properties],
    views,
  } as unknown as Dataset,
  mapping: null as never,
});

describe('the columns that a model learns from', () => {
  const log = dataOf({ events: ['user', 'time'], users: ['user'] });
  const offered = (params: Record<string, unknown>, result: unknown = null, data = log) =>
    learntChoices(data, { table: '', label: '', features: [], ...params }, result)['column-learnt'];

  it('follow the table, without its label and identifier, and only those that were chosen', () => {
    const telco = { table: 'telco', label: 'Churn' };
    expect(offered(telco)).toEqual(['age', 'Contract']);
    expect(offered({ ...telco, features: ['customerID', 'Churn'] })).toEqual(['customerID']);
    expect(offered(telco, { legend: [{ name: 'days' }] })).toEqual(['age', 'Contract']);
  });

  it('are of the users’ table what it says beside its label', () => {
    expect(offered({ label: 'city' })).toEqual(['label', 'vip']);
    expect(offered({}, null, dataOf({ users: ['user', 'label'] }))).toEqual(['city', 'vip']);
  });

  it('are of a log what its last result names; before it, none', () => {
    expect(offered({})).toEqual([]);
    expect(offered({}, { legend: [{ name: 'days since: buy' }] })).toEqual(['days since: buy']);
  });
});
