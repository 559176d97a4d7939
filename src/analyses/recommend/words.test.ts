import { expect, it } from 'vitest';
import { filled } from '../../features/recommending/words.ts';
import { translator } from '../../i18n/translate.ts';
import { segmentsView } from './judged-views.ts';
import type { RecommendResult } from './result.ts';
import { texts } from './texts.ts';
import { three } from './words.ts';

it('rounds a rate to three decimals, and lets neither a small one nor its sign vanish', () => {
  expect([0.12345, -0.0123, 0.00031, -0.000164, 0, -0, 3e-17, null].map(three)).toEqual([
    ...[0.123, -0.012, 0.0003, -0.0002, 0, 0, 0, 0],
  ]);
});

it('leaves out the columns that hold nothing, and no other', () => {
  const columns = ['a', 'b', 'c'];
  const rows = [
    [1, null, null],
    [null, null, 0],
  ];
  expect(filled({ columns, rows })).toEqual({
    columns: ['a', 'c'],
    rows: [
      [1, null],
      [null, 0],
    ],
  });
  expect(filled({ columns, rows: [] }).columns).toEqual(columns);
});

/** What is told of users by how many items they had, where each group is served so well. */
function toldOf(...ndcg: number[]): string {
  const segments = ndcg.map((each, n) => ({
    ...{ name: (['few', 'some', 'many'] as const)[n]!, users: 10, from: 10 * n + 1, to: 10 * n + 10 },
    metrics: { ndcg: each },
  }));
  const rows = ['ease', 'popularity'].map((algorithm) => ({ algorithm, segments }));
  const result = { algorithm: 'ease', rows, definition: {}, split: { cutoff: null } } as unknown as RecommendResult;
  const text = translator(texts.en, 'en');
  return segmentsView({ ...result, definition: { events: [], minPerUser: 1, minPerItem: 1 } as never }, text)[0]!
    .sentence;
}

it('calls nobody served best where all are served alike', () => {
  expect(toldOf(0, 0, 0)).toBe('Users who had few items and users who had many are served alike: NDCG 0.');
  expect(toldOf(0.2, 0.1, 0.3)).toBe(
    'Users who had 21 to 30 items are served best (NDCG 0.3); those who had 11 to 20 items, least (NDCG 0.1).',
  );
});
