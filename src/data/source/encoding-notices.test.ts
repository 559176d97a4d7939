import { describe, expect, it } from 'vitest';
import { decode, fileOf } from '../testing.ts';

const encoder = new TextEncoder();
const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : part)));
const file = 'test.csv';

describe('notices about encodings', () => {
  it('names the other readings where they are near', async () => {
    // "שלום" in windows-1255, by its published table.
    const { ledger } = await decode(fileOf(bytesOf('a,b\n', [0xf9, 0xec, 0xe5, 0xed], ',1\n')));
    const notice = ledger.notices.find(({ code }) => code === 'import.encoding-near');
    expect(notice?.values).toMatchObject({ file, encoding: ledger.sniffed.encoding });
    expect(String(notice?.values['alternatives'])).toMatch(/windows-125\d/);
  });

  it('says how many places of UTF-8 are broken, and where', async () => {
    const { ledger, columns } = await decode(fileOf(bytesOf('城市,n\n', '上海,1\n'.repeat(20), 'x', [0xff], ',2\n')));
    expect(ledger.sniffed.encoding).toBe('utf-8');
    expect(columns.get('城市')!.at(-1)).toBe('x\ufffd');
    expect(ledger.notices).toContainEqual({
      code: 'import.broken-bytes',
      values: { file, encoding: 'utf-8', count: 1, lines: '22' },
    });
  });

  it('keeps NUL characters and counts them', async () => {
    const { ledger, columns } = await decode(fileOf(bytesOf('name,count\nx\0y,1\nz,2\nw\0,3\n')));
    expect(columns.get('name')).toEqual(['x\0y', 'z', 'w\0']);
    expect(ledger.notices).toContainEqual({ code: 'import.nul-bytes', values: { file, count: 2 } });
  });

  it('has nothing to say about plain UTF-8 or UTF-16', async () => {
    expect((await decode(fileOf('城市,n\n上海,1\n'))).ledger.notices).toEqual([]);
    const utf16 = new Uint8Array(Buffer.from('城市,n\n上海,1\n', 'utf16le'));
    expect((await decode(fileOf(utf16))).ledger.notices).toEqual([]);
  });

  it('reads UTF-32 from end to end', async () => {
    const utf32 = new Uint8Array(
      [...'\ufeffa,b\n上🚲,1\n'].flatMap((char) => {
        const point = char.codePointAt(0)!;
        return [point & 255, (point >> 8) & 255, point >> 16, 0];
      }),
    );
    const { ledger, columns } = await decode(fileOf(utf32));
    expect(columns.get('a')).toEqual(['上🚲']);
    expect(ledger.sniffed.encoding).toBe('utf-32le');
  });
});
