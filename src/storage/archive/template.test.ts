import { expect, it } from 'vitest';
import { paramFields } from '../../contract/params.ts';
import { operations } from '../../registry.ts';
import { emptyDocument } from './testing.ts';
import { templateOf } from './template.ts';

const awaitedOf = (steps: object[], type = 'VARCHAR') =>
  templateOf({
    ...emptyDocument(),
    tables: [
      {
        name: 't',
        published: false,
        rows: 0,
        columns: [],
        pieces: [],
        recipe: {
          steps: steps as never,
          report: [],
          lost: {},
          raw: { rows: 0, columns: [{ name: 'a', type }], pieces: [] },
        },
      },
    ],
  }).awaits[0]!;

it('takes out of every operation just the parameters that the operation calls secret', () => {
  const all = [...operations.values()];
  for (const { id, version, params } of all) {
    const fields = paramFields(params);
    const filled = Object.fromEntries(fields.map(({ name, kind }) => [name, kind === 'text' ? 'filled' : kind]));
    const expected = Object.fromEntries(
      fields.map((field) => [field.name, field.kind === 'text' && field.values === 'secret' ? '' : filled[field.name]]),
    );
    expect([id, awaitedOf([{ operation: id, version, params: filled }]).steps[0]!.params]).toEqual([id, expected]);
  }
  const secrets = all
    .flatMap(({ params }) => paramFields(params))
    .filter((field) => 'values' in field && field.values === 'secret');
  expect(secrets.length).toBeGreaterThan(0);
});

it.each([
  [`ENUM('ann', 'it''s (bob)')`, 'VARCHAR'],
  [`STRUCT(a ENUM('ann', 'bob'), b DATE)[]`, 'STRUCT(a VARCHAR, b DATE)[]'],
  [`MAP(ENUM('ann'), ENUM('bob'))`, 'MAP(VARCHAR, VARCHAR)'],
  ['DECIMAL(18,3)', 'DECIMAL(18,3)'],
])('keeps no value that the type %s lists', (type, expected) => {
  expect(awaitedOf([], type).columns).toEqual([{ name: 'a', type: expected }]);
});

it('still waits for what the project itself was waiting for, once', () => {
  const table = { name: 'Shop', published: false, rows: 0, columns: [], pieces: [] };
  const awaits = ['shop', 'users'].map((name) => ({ name, columns: [], steps: [] }));
  const template = templateOf({
    ...emptyDocument(),
    tables: [table, { ...table, name: 'scores', published: true }],
    awaits,
  });
  expect(template.awaits.map(({ name }) => name)).toEqual(['Shop', 'users']);
});
