import fc from 'fast-check';
import { expect, it } from 'vitest';
import { itemFinder } from './item-names.ts';
import type { Named } from './name-index.ts';
import { nameSearch } from './name-index.ts';

const shop: Named[] = [
  { key: '22423', title: 'REGENCY CAKESTAND 3 TIER', often: 900 },
  { key: '21731', title: 'RED TOADSTOOL LED NIGHT LIGHT', often: 500 },
  { key: '22697', title: 'GREEN REGENCY TEACUP', often: 400 },
  { key: '22698', title: 'GREEN REGENCY TEACUP', often: 300 },
  { key: 'POST', title: null, often: 200 },
  { key: '茶', title: '龙井茶 100克', often: 100 },
];
const search = nameSearch(shop);
const keysOf = (words: string, most = 10) => search(words, most).map(({ key }) => key);

it('finds by key and title, in any case and order of words; the commonest first', () => {
  expect(keysOf('regency')).toEqual(['22423', '22697', '22698']);
  expect(keysOf('teacup green')).toEqual(['22697', '22698']);
  expect(keysOf('post')).toEqual(['POST']);
  expect(keysOf('龙井')).toEqual(['茶']);
  expect(keysOf('ＰＯＳＴ')).toEqual(['POST']);
  expect(keysOf('unheard of')).toEqual([]);
  expect(keysOf('', 2)).toEqual(['22423', '21731']);
});

it('what is called so comes first, then what begins so', () => {
  const names = ['red tea', 'tea', 'teapot', 'green tea'].map((key, n) => ({ key, title: null, often: 9 - n }));
  expect(nameSearch(names)('tea', 9).map(({ key }) => key)).toEqual(['tea', 'teapot', 'red tea', 'green tea']);
  expect(nameSearch(names)('tea', 2).map(({ key }) => key)).toEqual(['tea', 'teapot']);
});

it('names by title, and by key where two share the title', () => {
  expect(search('', 9).map(({ name }) => name)).toEqual([
    'REGENCY CAKESTAND 3 TIER',
    'RED TOADSTOOL LED NIGHT LIGHT',
    ...['22697', '22698', 'POST'],
    '龙井茶 100克',
  ]);
});

it('the name of each is understood as that one', () => {
  const words = fc.constantFrom('a', 'A', ' a', 'b', 'b c', 'c\nd', '1', '2');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ key: words, title: fc.option(words) }), { selector: ({ key }) => key, minLength: 1 }),
      (items) => {
        // Keys that differ in case or blanks alone are told apart by the exact one.
        const plain = items.filter(({ key }) => key === key.trim());
        const find = itemFinder(
          plain.map(({ key }) => key),
          plain.map(({ title }) => title),
        );
        for (const { key, name } of nameSearch(plain.map((item) => ({ ...item, often: 1 })))('', 99)) {
          expect(plain[find(name)!]!.key).toBe(key);
        }
      },
    ),
  );
});

it('searches 100,000 items while somebody types', () => {
  const many = Array.from({ length: 100_000 }, (_, n) => ({
    ...{ key: `sku-${n}`, title: `Item ${n} of the range ${n % 977} in colour ${n % 13}`, often: n },
  }));
  const find = nameSearch(many);
  const least = Math.min(
    ...Array.from({ length: 5 }, () => {
      const begun = performance.now();
      expect(find('colour range 12', 50)).toHaveLength(50);
      return performance.now() - begun;
    }),
  );
  // A frame is 16 ms; a loaded machine is allowed ten.
  expect(least).toBeLessThan(160);
});
