import { expect, test } from 'vitest';
import { apart } from './apart.ts';

test('names that begin alike keep their end, others are left to be cut', () => {
  const names = ['JUMBO BAG RED RETROSPOT', 'JUMBO BAG PINK POLKADOT', 'ALARM CLOCK BAKELIKE GREEN'];
  expect(apart(names, 17)).toEqual(['JUMBO BA…ETROSPOT', 'JUMBO BA…POLKADOT', 'ALARM CLOCK BAKELIKE GREEN']);
  expect(apart(names, 12)).toEqual(['JUMBO…OSPOT', 'JUMBO…KADOT', 'ALARM CLOCK BAKELIKE GREEN']);
});

test('a sign of two code units is not torn, short names of equals stay', () => {
  expect(apart(['LUNCH BAG 😀😀😀😀', 'LUNCH BAG 😀😀😀🎁'], 11)).toEqual(['LUNCH…😀😀😀😀', 'LUNCH…😀😀😀🎁']);
  expect(apart(['tea', 'tea'], 11)).toEqual(['tea', 'tea']);
});
