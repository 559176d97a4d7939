import { expect, it } from 'vitest';
import LRU from 'zrender/lib/core/LRU.js';
import { guardTextCache } from './text-cache.ts';

it('keeps texts that are called as what every object inherits, and changes none of it', () => {
  guardTextCache();
  guardTextCache();
  const texts = ['__proto__', 'constructor', 'toString', 'tea', 'a', 'b'];
  const cache = new LRU<number>(4);
  expect(texts.map((text) => cache.get(text))).toEqual(texts.map(() => undefined));
  texts.forEach((text, width) => cache.put(text, width));
  // Room for four: the two put in first are gone.
  expect(texts.map((text) => cache.get(text))).toEqual([undefined, undefined, 2, 3, 4, 5]);
  const inherited: string[] = [];
  for (const name in {}) inherited.push(name);
  expect(inherited).toEqual([]);
});
