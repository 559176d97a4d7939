import { describe as group, expect, it } from 'vitest';
import { describe, errorCodes } from './index.ts';

group('error sentences', () => {
  it('know the same codes in both languages', () => {
    expect(errorCodes('zh')).toEqual(errorCodes('en'));
    expect(errorCodes('en')).toContain('app.unexpected');
  });

  it('name the same values in both languages', () => {
    const names = (text: string) => [...new Set(text.match(/\{\w+/g) ?? [])].sort();
    for (const code of errorCodes('en')) {
      expect([code, names(describe(code, {}, 'zh'))]).toEqual([code, names(describe(code, {}, 'en'))]);
    }
  });

  it('call things as their reader does', () => {
    const values = { algorithm: 'item-knn', 'algorithm.en': 'Item neighbours', 'algorithm.zh': '商品近邻' };
    const fault = { ...values, feedback: 'ratings', takes: 'implicit' };
    expect(describe('recommend.wrong-feedback', fault, 'en')).toMatch(
      /^The recommender “Item neighbours” does not learn from ratings, only from what people did\./,
    );
    expect(describe('recommend.wrong-feedback', fault, 'zh')).toMatch(
      /^推荐算法“商品近邻”无法从评分中学习，只能从用户的行为中学习。/,
    );
    expect(describe('app.unknown-analysis', { id: 'a, b' }, 'zh')).toContain('a, b');
  });

  it('fill in values, and name a code that nobody worded', () => {
    expect(describe('app.unknown-analysis', { id: 'nope' }, 'en')).toContain('called nope');
    expect(describe('no.such-code', {}, 'zh')).toContain('no.such-code');
  });
});
