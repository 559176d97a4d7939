import { describe, expect, it } from 'vitest';
import { stopWords } from './stop-words.ts';
import { TermTable } from './term-table.ts';
import { termsOf } from './terms.ts';
import golden from './tfidf.golden.json' with { type: 'json' };
import { tfidf, tfidfOf } from './tfidf.ts';

const dense = ({ rows, columns, offsets, column, value }: ReturnType<typeof tfidf>): number[][] =>
  Array.from({ length: rows }, (_, row) => {
    const full = new Array<number>(columns.length).fill(0);
    for (let at = offsets[row]!; at < offsets[row + 1]!; at += 1) full[column[at]!] = value[at]!;
    return full;
  });

describe('terms', () => {
  it('of English are runs of letters and digits in lower case, without stop words and single letters', () => {
    expect(termsOf('The LUNCH Bag, "Red Spotty" & a 250ml cup for you')).toEqual([
      ...['lunch', 'bag', 'red', 'spotty', '250ml', 'cup'],
    ]);
  });

  it('of Chinese are words, also of one character, without stop words', () => {
    expect(termsOf('这是我的牛奶和巧克力')).toEqual(['牛奶', '巧克力']);
    expect(termsOf('红酒')).toContain('酒');
  });

  it('of both together', () => {
    expect(termsOf('DVD播放机 with remote')).toEqual(['dvd', '播放', '机', 'remote']);
  });

  it('come as often as they are there; wide letters are letters', () => {
    expect(termsOf('ＮＩＫＥ nike')).toEqual(['nike', 'nike']);
    expect(termsOf(' —!? ')).toEqual([]);
    expect(termsOf('')).toEqual([]);
  });

  it('stop words of both languages are single words in lower case', () => {
    for (const word of ['the', 'with', '的', '因为']) expect(stopWords.has(word)).toBe(true);
    for (const word of ['top', 'fire', '牛奶', '小']) expect(stopWords.has(word)).toBe(false);
    expect([...stopWords].every((word) => /^([a-z]+|\p{sc=Han}+)$/u.test(word))).toBe(true);
  });
});

describe('a table of terms', () => {
  const table = new TermTable();
  table.add(['b', 'a', 'b']);
  table.add([]);
  table.add(['c', 'a']);

  it('counts by row and column', () => {
    const counts = table.counts();
    expect(counts).toMatchObject({ rows: 3, columns: ['a', 'b', 'c'] });
    expect([...counts.offsets]).toEqual([0, 2, 2, 4]);
    expect([...counts.column]).toEqual([0, 1, 0, 2]);
    expect([...counts.value]).toEqual([1, 2, 1, 1]);
  });

  it('leaves out what too few rows have', () => {
    const counts = table.counts(2);
    expect(counts.columns).toEqual(['a']);
    expect([...counts.offsets]).toEqual([0, 1, 1, 2]);
  });
});

describe('TF-IDF', () => {
  it('equals scikit-learn’s', () => {
    const table = new TermTable();
    for (const text of golden.corpus) table.add(text.split(' ').filter((term) => term !== ''));
    const rows = tfidfOf(table.counts());
    expect(rows.columns).toEqual(golden.terms);
    dense(rows).forEach((row, at) =>
      row.forEach((value, column) => expect(value).toBeCloseTo(golden.rows[at]![column]!, 12)),
    );
  });

  it('by hand: of two texts one shares a word with the other', () => {
    // idf of a word in both: ln(3/3) + 1 = 1; in one: ln(3/2) + 1.
    const rare = Math.log(1.5) + 1;
    const length = Math.hypot(1, rare);
    expect(tfidf(['red wine', 'red car', null])).toMatchObject({ rows: 3, columns: ['car', 'red', 'wine'] });
    const [first] = dense(tfidf(['red wine', 'red car']));
    expect(first![1]).toBeCloseTo(1 / length, 12);
    expect(first![2]).toBeCloseTo(rare / length, 12);
  });

  it('of nothing is nothing', () => {
    expect(tfidf([null, ''])).toMatchObject({ rows: 2, columns: [] });
  });
});
