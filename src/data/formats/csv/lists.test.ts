import { describe, expect, it } from 'vitest';
import { decodeText } from '../../testing.ts';

const COUNT = 12;
const lines = (line: (at: number) => string): string =>
  Array.from({ length: COUNT }, (_, at) => `${line(at)}\n`).join('');
const read = async (text: string, name = 'test.csv') => {
  const { columns, ledger } = await decodeText(text, { types: 'text' }, name);
  const { rows, sniffed, notices } = ledger;
  return {
    names: [...columns.keys()],
    values: [...columns.values()],
    rows,
    sniffed,
    codes: notices.map((n) => n.code),
  };
};

describe('lists of one value a line', () => {
  it.each([
    ['addresses', (at: number) => `user${at}@example.com`],
    ['addresses with names', (at: number) => `User ${at} <user${at}@example.com>`],
    ['URLs', (at: number) => `https://example.com/a/${at}?x=${at}&y=2`],
    ['times', (at: number) => `2024-01-01 10:${10 + at}:00`],
    ['times of day', (at: number) => `10:${10 + at}`],
    ['days', (at: number) => `${10 + at}/01/2024`],
    ['paths', (at: number) => `/usr/lib/part${at}/file.so`],
    ['paths of files', (at: number) => `src/data/file${at}.ts`],
  ])('%s are not cut, and none is taken for a header', async (_, line) => {
    const { values, rows, sniffed, codes } = await read(lines(line), 'list.txt');
    expect({ rows, sniffed }).toMatchObject({ rows: COUNT, sniffed: { header: false } });
    expect(values).toEqual([Array.from({ length: COUNT }, (__, at) => line(at))]);
    expect(codes).toEqual([]);
  });

  it('keep the header that they have', async () => {
    expect(await read(`email\n${lines((at) => `user${at}@example.com`)}`)).toMatchObject({
      names: ['email'],
      rows: COUNT,
      codes: [],
    });
  });

  it('are divided where a header has as many names', async () => {
    const { names, rows } = await read(`user@host\n${lines((at) => `user${at}@example.com`)}`);
    expect({ names, rows }).toEqual({ names: ['user', 'host'], rows: COUNT });
  });
});

describe('separators in brackets', () => {
  it('divide nothing, whatever stands before them', async () => {
    const smileys = [':(', '%)', '[-:', ':-}', 'w'];
    const line = (at: number): string => `${smileys[at % 5]!}${at}\t-1.${at}\t[${at}, 2, 3, 4, 5, 6, 7, 8, 9, 10]`;
    const { sniffed, values } = await read(lines(line), 'lexicon.txt');
    expect(sniffed).toMatchObject({ delimiter: '\t', header: false });
    expect(values.map(([first]) => first)).toEqual([':(0', '-1.0', '[0, 2, 3, 4, 5, 6, 7, 8, 9, 10]']);
  });
});

describe('a first record among texts', () => {
  it.each([
    ['words', 'apple\npear\nplum\nfig\nkiwi\n', 'words.txt', 5],
    ['people', 'Meier, Anna\nSchulz, Bob\nWeber, Carla\nKoch, Dora\n', 'people.txt', 4],
  ])('is kept as data in a list of %s, with a notice', async (_, text, name, rows) => {
    expect(await read(text, name)).toMatchObject({
      rows,
      sniffed: { header: false },
      codes: ['import.first-record-guessed'],
    });
  });

  it('is no name where it has no letter, or is an address', async () => {
    expect(await read('--\nable\nabout\nabove\n')).toMatchObject({ rows: 4, sniffed: { header: false }, codes: [] });
    expect(await read('a@b.example;\nc@d.example;\ne@f.example;\n')).toMatchObject({
      rows: 3,
      sniffed: { header: false },
    });
  });

  it('is taken for names in a table of columns, and said to be a guess', async () => {
    expect(await read('Marke,Modell\nAudi,Quattro\nFord,Fiesta\nFiat,Panda\n')).toMatchObject({
      names: ['Marke', 'Modell'],
      rows: 3,
      codes: ['import.header-guessed'],
    });
  });

  it.each([
    ['known names', 'user,city\nann,oslo\nbo,rome\ncy,lima\n'],
    ['names with underscores', 'made_by,sold_in\nann,oslo\nbo,rome\ncy,lima\n'],
    ['another script', '品牌,型号\nAudi,Quattro\nFord,Fiesta\nFiat,Panda\n'],
    ['a word above sentences', 'review\nI like it.\nNot for me at all!\nWould I buy it again?\n'],
  ])('is names without a word where it has %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ rows: 3, sniffed: { header: true }, codes: [] });
  });
});

describe('a header that comes again', () => {
  it.each([1, 2, 30])('is passed over above blocks of %i records', async (length) => {
    const block = `id,value\n${'1,2\n'.repeat(length)}`;
    const { rows, sniffed, names, codes } = await read(block.repeat(3));
    expect({ rows, names, codes }).toEqual({
      rows: 3 * length,
      names: ['id', 'value'],
      codes: ['import.repeated-header'],
    });
    expect(sniffed).toMatchObject({ header: true, skipped: 2 });
  });

  it('is data where all below it is text', async () => {
    expect(await read('red,blue\ngreen,red\nred,blue\nblue,green\n')).toMatchObject({
      rows: 4,
      sniffed: { header: false },
    });
  });
});
