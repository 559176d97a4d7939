import { expect, it } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

const names = (text: string) => [...new Set(text.match(/\{\w+/g) ?? [])].sort();

it('has the same keys and values in both languages', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    expect([key, names(zh[key as keyof typeof en])]).toEqual([key, names(text)]);
  }
});
