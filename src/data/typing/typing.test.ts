import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOf, decodeText } from '../testing.ts';
import { daysFromCivil, isDate } from './civil.ts';
import { classify } from './classify.ts';
import { keepsDigits } from './number.ts';
import { Kind, newValue } from './value.ts';

const encoder = new TextEncoder();
const value = newValue();
const kindOf = (text: string): Kind => {
  const bytes = encoder.encode(text);
  return classify(bytes, 0, bytes.length, value);
};

const decimal = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.option(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 25 }), { nil: undefined }),
    fc.option(fc.integer({ min: -330, max: 330 }), { nil: undefined }),
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      `${sign}${whole}${fraction ? `.${fraction}` : ''}${exponent === undefined ? '' : `e${exponent}`}`,
  );

describe('numbers', () => {
  it('reads any decimal as Number does, to the last bit', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const kind = kindOf(text);
        expect([Kind.integer, Kind.bigInteger, Kind.decimal, Kind.thousandths, Kind.digits]).toContain(kind);
        expect(Object.is(value.number, Number(text))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('writes any double back that JavaScript prints', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 200 }),
        async (doubles) => {
          const text = doubles.map((number) => (Object.is(number, -0) ? '-0.0' : String(number)));
          const read = await columnOf(`v,w\n${text.map((item) => `${item},x`).join('\n')}\n0.5,x\n`, 'v');
          expect(read.map(Number)).toEqual([...doubles, 0.5]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('writes any int64 back', async () => {
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    await fc.assert(
      fc.asyncProperty(fc.array(int64, { minLength: 1, maxLength: 200 }), async (integers) => {
        expect(await columnOf(`v,w\n${integers.map((item) => `${item},x`).join('\n')}\n`, 'v')).toEqual(integers);
      }),
      { numRuns: 100 },
    );
  });

  it('knows which texts say more than a double can', () => {
    const exact = [
      '0.1',
      '0.10',
      '1e5',
      '100000000000000000000',
      '0.30000000000000004',
      '0.1000000000000000055511151231257827',
      '0',
      '0.000',
      '5e-324',
    ];
    const more = ['0.12345678901234567890', '9007199254740993', '1e-400', '1e400', '3.14159265358979323846'];
    for (const text of exact) expect(keepsDigits(text, Number(text)), text).toBe(true);
    for (const text of more) expect(keepsDigits(text, Number(text)), text).toBe(false);
  });
});

describe('times', () => {
  it('counts days as Date does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const iso = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const date = new Date(`${iso}T00:00:00Z`);
          const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
          expect(isDate(year, month, day)).toBe(exists);
          if (exists) expect(daysFromCivil(year, month, day)).toBe(date.getTime() / 86400000);
          expect(kindOf(iso)).toBe(exists ? Kind.date : Kind.other);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('reads any ISO time with any zone as Date does', async () => {
    const time = fc.tuple(
      fc.date({ min: new Date('0002-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true }),
      fc.constantFrom('', 'Z', '+08:00', '-0330', '+00:00'),
      fc.constantFrom('T', ' '),
      fc.constantFrom(19, 21, 23),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 50 }), async (times) => {
        const texts = times.map(
          ([date, zone, middle, length]) => date.toISOString().slice(0, length).replace('T', middle) + zone,
        );
        const expected = times.map(([date, zone, , length]) => {
          const known = zone === '-0330' ? '-03:30' : zone || 'Z';
          return new Date(date.toISOString().slice(0, length) + known).toISOString();
        });
        expect(await columnOf(`v,w\n${texts.map((text) => `${text},x`).join('\n')}\n`, 'v')).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

describe('texts', () => {
  it('come back as they are, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), { minLength: 1, maxLength: 50 }),
        async (texts) => {
          const csv = texts.map((text) => `"${text.replaceAll('"', '""')}",x`).join('\n');
          // A file that begins with control characters for the most part is refused as binary: a long name keeps them few.
          const { columns } = await decodeText(`v,${'w'.repeat(50_000)}\n${csv}\n`, {
            types: 'text',
            header: true,
            delimiter: ',',
            quote: '"',
          });
          // What UTF-8 can't write is replaced by the encoder before it is a file.
          expect(columns.get('v')).toEqual(texts.map((text) => text.toWellFormed()));
        },
      ),
      { numRuns: 150 },
    );
  });
});
