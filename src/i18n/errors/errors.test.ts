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

  it('fill in values, and name a code that nobody worded', () => {
    expect(describe('app.unknown-analysis', { id: 'nope' }, 'en')).toContain('called nope');
    expect(describe('no.such-code', {}, 'zh')).toContain('no.such-code');
  });
});
