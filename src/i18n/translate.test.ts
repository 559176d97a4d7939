import { describe, expect, it } from 'vitest';
import { fill, translator } from './translate.ts';

describe('fill', () => {
  it('formats numbers and leaves strings', () => {
    expect(fill('{n} of {what}', { n: 31106, what: '2024' }, 'en')).toBe('31,106 of 2024');
    expect(fill('{n}', { n: 0.12345 }, 'en')).toBe('0.123');
    expect(fill('{n}', { n: -4.5678 }, 'zh')).toBe('-4.57');
  });

  it('chooses the word that fits the number', () => {
    const text = '{n} {n|user|users}';
    expect([0, 1, 2].map((n) => fill(text, { n }, 'en'))).toEqual(['0 users', '1 user', '2 users']);
  });

  it('shows a value that is missing, and trusts no prototype', () => {
    expect(fill('{gone} {toString} {__proto__}', {}, 'en')).toBe('{gone} {toString} {__proto__}');
  });

  it('does not fill what a value brings along', () => {
    expect(fill('{a} {b}', { a: '{b}', b: 'x' }, 'en')).toBe('{b} x');
  });
});

describe('translator', () => {
  it('knows its language and answers an unknown key with itself', () => {
    const text = translator<'hello' | 'gone'>({ hello: '你好，{name}' }, 'zh');
    expect(text('hello', { name: '小明' })).toBe('你好，小明');
    expect(text('gone')).toBe('gone');
    expect(text.language).toBe('zh');
  });
});
