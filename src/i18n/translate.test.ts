import { describe, expect, it } from 'vitest';
import { fill, translator } from './translate.ts';

describe('fill', () => {
  it('formats numbers and leaves strings', () => {
    expect(fill('{n} of {what}', { n: 31106, what: '2024' }, 'en')).toBe('31,106 of 2024');
    expect(fill('{n}', { n: 0.12345 }, 'en')).toBe('0.123');
    expect(fill('{n}', { n: -4.5678 }, 'zh')).toBe('\u22124.57');
  });

  it('chooses the word that fits the number', () => {
    const text = '{n} {n|user|users}';
    expect([0, 1, 2].map((n) => fill(text, { n }, 'en'))).toEqual(['0 users', '1 user', '2 users']);
  });

  it('keeps a percent sign with its figure', () => {
    expect(fill('{share} % of them', { share: 35 }, 'en')).toBe('35\u202f% of them');
    expect(fill('95 % in a % of', {}, 'en')).toBe('95\u202f% in a % of');
    expect(fill('{share} %', { share: 35 }, 'zh')).toBe('35%');
  });

  it('shows percentages with a decimal where one of them has one, and other figures as they are', () => {
    const en = '{n} users: {share} % (95 %: {low} – {high} %)';
    const zh = '{n} 人：{share}%（{low}%–{high}%）';
    const values = { n: 7, share: 35, low: 31.3, high: 39 };
    expect(fill(en, values, 'en')).toBe('7 users: 35.0\u202f% (95\u202f%: 31.3\u00a0– 39.0\u202f%)');
    expect(fill(zh, values, 'zh')).toBe('7 人：35.0%（31.3%–39.0%）');
    expect(fill(en, { ...values, low: 31 }, 'en')).toBe('7 users: 35\u202f% (95\u202f%: 31\u00a0– 39\u202f%)');
  });

  it('shows a value that is missing, and trusts no prototype', () => {
    expect(fill('{gone} {toString} {__proto__}', {}, 'en')).toBe('{gone} {toString} {__proto__}');
  });

  it('parts Chinese from figures and Latin letters, not from Chinese', () => {
    const zh = (metric: string | number) => fill('其 {metric} 为 {metric}', { metric }, 'zh');
    expect([zh('对数损失'), zh('AUC'), zh(2)]).toEqual(['其对数损失为对数损失', '其 AUC 为 AUC', '其 2 为 2']);
    expect(fill('做 {name} 的', { name: 'add 到' }, 'zh')).toBe('做 add 到的');
    expect(fill('做 {gone} 的', {}, 'zh')).toBe('做 {gone} 的');
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
