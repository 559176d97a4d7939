import { describe, expect, it } from 'vitest';
import { csvBlob, csvCell } from './csv.ts';

describe('csvCell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
  ])('defuses %j', (text, expected) => expect(csvCell(text)).toBe(expected));

  it.each([
    ['-5', '-5'],
    [-5, '-5'],
    ['+3.25', '+3.25'],
    ['-.5', '-.5'],
    ['-1e-9', '-1e-9'],
    ['plain', 'plain'],
    [null, ''],
    [false, 'false'],
  ])('leaves %j alone', (value, expected) => expect(csvCell(value)).toBe(expected));

  it('quotes what would break the line', () => {
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('say "hi"')).toBe('"say ""hi"""');
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
  });
});

describe('csvBlob', () => {
  it('writes a byte order mark, a header and every row, across its parts', async () => {
    const blob = await csvBlob(['n', '=x'], 20_001, (row) => [row, null]);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = (await blob.text()).split('\r\n');
    expect(lines.length).toBe(20_003);
    expect(lines[0]!.endsWith("n,'=x")).toBe(true);
    expect(lines[20_001]).toBe('20000,');
  });
});
