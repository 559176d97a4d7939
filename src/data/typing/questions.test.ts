import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../contract/import.ts';
import { firstPlans } from '../plan.ts';
import { writerOf } from './columns/index.ts';
import { questionsOf } from './questions.ts';

/** The questions that one column of texts leaves open. */
function ask(texts: readonly string[], options: ImportOptions = {}) {
  const [plan] = firstPlans(['v'], options);
  const writer = writerOf({ ...plan!, type: 'text' }, texts.length);
  const pieces = texts.map((text) => new TextEncoder().encode(text));
  const ends = Int32Array.from(pieces, (_, row) =>
    pieces.slice(0, row + 1).reduce((sum, { length }) => sum + length, 0),
  );
  const starts = Int32Array.from(pieces, ({ length }, row) => ends[row]! - length);
  const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  const lines = Float64Array.from(texts, (_, row) => row + 2);
  writer.append({ bytes, starts, ends, lines, rows: texts.length, width: 1 }, 0);
  return questionsOf([writer], options);
}

describe('questions about a column', () => {
  it('shows open dates read each way', () => {
    expect(ask(['01/02/2024', '03/04/2024', '01/02/2024'])).toEqual([
      {
        kind: 'date-order',
        column: 'v',
        readings: [
          {
            options: { dateOrder: 'dmy' },
            label: 'dmy',
            columns: ['v', 'dmy'],
            rows: [
              ['01/02/2024', '2024-02-01'],
              ['03/04/2024', '2024-04-03'],
            ],
          },
          {
            options: { dateOrder: 'mdy' },
            label: 'mdy',
            columns: ['v', 'mdy'],
            rows: [
              ['01/02/2024', '2024-01-02'],
              ['03/04/2024', '2024-03-04'],
            ],
          },
        ],
      },
    ]);
    expect(ask(['01-02-03'])[0]!.readings.map(({ rows }) => rows![0]![1])).toEqual([
      '2003-02-01',
      '2003-01-02',
      '2001-02-03',
    ]);
  });

  it('shows open numbers read with a point and with a comma', () => {
    const [question] = ask(['1,234', '12', '2,500']);
    expect(question).toMatchObject({ kind: 'decimal', column: 'v' });
    expect(question!.readings.map(({ options, rows }) => ({ options, rows }))).toEqual([
      {
        options: { decimal: '.' },
        rows: [
          ['1,234', '1234'],
          ['2,500', '2500'],
        ],
      },
      {
        options: { decimal: ',' },
        rows: [
          ['1,234', '1.234'],
          ['2,500', '2.5'],
        ],
      },
    ]);
  });

  it('shows points before three digits read as fractions and as thousands', () => {
    const [question] = ask(['1.234', '12', '-2.500']);
    expect(question!.readings.map(({ options, rows }) => ({ options, rows }))).toEqual([
      {
        options: { decimal: '.' },
        rows: [
          ['1.234', '1.234'],
          ['-2.500', '-2.5'],
        ],
      },
      {
        options: { decimal: ',' },
        rows: [
          ['1.234', '1234'],
          ['-2.500', '-2500'],
        ],
      },
    ]);
  });

  it('shows dates that the readings tell apart', () => {
    const same = Array.from({ length: 12 }, (_, month) => `${month + 1}/${month + 1}/2024`);
    const [question] = ask([...same, '3/4/2024', '5/6/2024']);
    expect(question!.readings.map(({ rows }) => rows)).toEqual([
      [
        ['3/4/2024', '2024-04-03'],
        ['5/6/2024', '2024-06-05'],
      ],
      [
        ['3/4/2024', '2024-03-04'],
        ['5/6/2024', '2024-05-06'],
      ],
    ]);
  });

  it.each<[string[], ImportOptions]>([
    [['13/02/2024', '01/02/2024'], {}],
    [['13/02/2024', '02/13/2024'], {}],
    [['01/02/2024'], { dateOrder: 'dmy' }],
    [['05/05/2024'], {}],
    [['1,234', '1.5'], {}],
    [['1,234'], { decimal: ',' }],
    [['1,234', 'x'], {}],
    [['1.234', '0.5'], {}],
    [['1.234', '1234'], {}],
    [['1.234'], { decimal: '.' }],
  ])('has nothing to ask of %j under %j', (texts, options) => expect(ask(texts, options)).toEqual([]));
});
