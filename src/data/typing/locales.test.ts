import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, report } from '../testing.ts';

/** What the platform's own formatter writes must come back as the number or the time that it was given. */
const RUNS = { numRuns: 60 };
/** How the files are written is no part of the question. */
const DIALECT = { header: true, delimiter: ',', quote: '"' };

const fileOfColumn = (values: readonly string[]): string =>
  `v,other\n${values.map((value) => `"${value.replaceAll('"', '""')}",x`).join('\n')}\n`;

const readColumn = async (values: readonly string[]) => {
  const decoded = await decodeText(fileOfColumn(values), DIALECT);
  return { type: report(decoded, 'v').type, values: decoded.columns.get('v')! };
};

const cents = fc.array(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), { minLength: 1, maxLength: 40 });

describe.each(['en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'zh-CN', 'pt-BR', 'ru-RU', 'en-GB'])(
  'numbers of %s',
  (locale) => {
    const styles: Record<string, Intl.NumberFormatOptions> = {
      decimals: { minimumFractionDigits: 2 },
      euros: { style: 'currency', currency: 'EUR' },
      'accounting dollars': { style: 'currency', currency: 'USD', currencySign: 'accounting' },
      ungrouped: { minimumFractionDigits: 2, useGrouping: false },
    };
    it.each(Object.keys(styles))('%s', async (style) => {
      const format = new Intl.NumberFormat(locale, styles[style]);
      await fc.assert(
        fc.asyncProperty(cents, async (amounts) => {
          const { type, values } = await readColumn(amounts.map((amount) => format.format(amount / 100)));
          expect(type).toBe('number');
          expect(values.map((value) => (value as number) + 0)).toEqual(amounts.map((amount) => amount / 100 + 0));
        }),
        RUNS,
      );
    });

    it('percentages', async () => {
      const format = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2 });
      const shares = fc.array(fc.integer({ min: -(10 ** 7), max: 10 ** 7 }), { minLength: 1, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(shares, async (parts) => {
          const { type, values } = await readColumn(parts.map((part) => format.format(part / 10_000)));
          expect(type).toBe('number');
          expect(values.map((value) => (value as number) + 0)).toEqual(parts.map((part) => part / 10_000 + 0));
        }),
        RUNS,
      );
    });
  },
);

describe('dates and times', () => {
  const instants = fc.array(
    fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2068-12-31T23:59:59Z'), noInvalidDate: true }),
    { minLength: 1, maxLength: 40 },
  );
  const withDecision = (dates: Date[]): Date[] => [...dates, new Date('1999-12-31T13:14:15Z')];

  const formats: [string, Intl.DateTimeFormatOptions][] = [
    ['en-US', { dateStyle: 'short' }],
    ['en-US', { dateStyle: 'medium' }],
    ['en-US', { dateStyle: 'long' }],
    ['en-US', { dateStyle: 'full' }],
    ['en-GB', { dateStyle: 'short' }],
    ['en-GB', { dateStyle: 'medium' }],
    ['en-GB', { dateStyle: 'full' }],
    ['de-DE', { dateStyle: 'medium' }],
    ['zh-CN', { dateStyle: 'short' }],
    ['zh-CN', { dateStyle: 'medium' }],
    ['zh-CN', { dateStyle: 'full' }],
    ['ja-JP', { dateStyle: 'long' }],
    ['sv-SE', { dateStyle: 'short' }],
  ];
  it.each(formats)('%s %j', async (locale, options) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    await fc.assert(
      fc.asyncProperty(instants, async (dates) => {
        const all = withDecision(dates);
        const { type, values } = await readColumn(all.map((date) => format.format(date)));
        expect(type).toBe('date');
        expect(values).toEqual(all.map((date) => date.toISOString().slice(0, 10)));
      }),
      RUNS,
    );
  });

  const timed: [string, Intl.DateTimeFormatOptions][] = [
    ['en-US', { dateStyle: 'short', timeStyle: 'medium' }],
    ['en-US', { dateStyle: 'medium', timeStyle: 'medium' }],
    ['en-US', { dateStyle: 'full', timeStyle: 'long' }],
    ['en-GB', { dateStyle: 'short', timeStyle: 'medium' }],
    ['de-DE', { dateStyle: 'medium', timeStyle: 'medium' }],
    ['zh-CN', { dateStyle: 'medium', timeStyle: 'medium' }],
    ['zh-CN', { dateStyle: 'long', timeStyle: 'medium', hour12: true }],
    ['sv-SE', { dateStyle: 'short', timeStyle: 'medium' }],
  ];
  it.each(timed)('%s %j', async (locale, options) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    await fc.assert(
      fc.asyncProperty(instants, async (dates) => {
        const all = withDecision(dates).map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));
        const { type, values } = await readColumn(all.map((date) => format.format(date)));
        expect(type).toBe('timestamp');
        expect(values).toEqual(all.map((date) => date.toISOString()));
      }),
      RUNS,
    );
  });

  it.each<[string, (date: Date) => string]>([
    ['RFC 2822', (date) => date.toUTCString()],
    ['JavaScript', (date) => date.toString()],
  ])('%s', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(instants, async (dates) => {
        const whole = dates.map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));
        const { values } = await readColumn(whole.map(write));
        expect(values).toEqual(whole.map((date) => date.toISOString()));
      }),
      RUNS,
    );
  });
});

describe('any mixture', () => {
  const scrap = fc.oneof(
    fc.constantFrom('1,234', '1.234', '$5', '5 €', '12%', 'NA', '-', '', ' ', '01/02/2024', '13/02/2024', '2024-03-05'),
    fc.constantFrom(
      '5 Mar 2024',
      '2024年3月5日',
      'true',
      'yes',
      '007',
      '(5)',
      '5-',
      '1e5',
      '12:30',
      '3.5万',
      '真',
      'x',
    ),
    fc.string({ unit: fc.constantFrom(...'0123456789.,-/: $%()'), minLength: 1, maxLength: 10 }),
  );

  it('is stored as numbers that a second reader agrees with, or stays text to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scrap, { minLength: 1, maxLength: 6 }), async (texts) => {
        const decoded = await decodeText(fileOfColumn(texts), DIALECT);
        const { type, nulls, rejected } = report(decoded, 'v');
        const values = decoded.columns.get('v')!;
        expect(values).toHaveLength(texts.length);
        expect(rejected).toBe(0);
        if (type === 'text') expect(values).toEqual(texts);
        else expect(nulls).toBe(texts.filter((text) => NOTHING.has(text.trim())).length);
        if (type === 'integer' || type === 'number') values.forEach((value, row) => expectDigits(texts[row]!, value));
      }),
      { numRuns: 2000 },
    );
  });

  const NOTHING = new Set(['', 'NA', '-', '--', '---', '.']);

  /** The digits of a number, read off its text without any grammar: separators, signs and zeros at the ends aside. */
  function expectDigits(text: string, value: unknown): void {
    if (value === null || /[e万]/.test(text)) return;
    const bare = (digits: string): string => digits.replace(/\D/g, '').replace(/^0+|0+$/g, '');
    expect(bare(String(value).includes('e') ? (value as number).toFixed(12) : String(value))).toBe(bare(text));
    const negative = /\(|-/.test(text) && bare(text) !== '';
    expect(Number(value) < 0).toBe(negative);
  }
});
