import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextBatch } from '../../batch.ts';
import { decodeText } from '../../testing.ts';
import { accessLogFormat, looksLikeAccessLog } from './index.ts';

// The example of Apache's own documentation of the two formats.
const COMMON = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
const COMBINED = `${COMMON} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('access logs', () => {
  it('reads the Common Log Format', async () => {
    const later = COMMON.replace('frank', '-').replace('2326', '-').replace('10/Oct', '1/Nov');
    const { ledger, columns } = await decodeText(`${COMMON}\n${later}\n`, {}, 'access.log');
    expect(ledger).toMatchObject({ rows: 2, records: 2, rejectedCount: 0, sniffed: { format: 'access-log' } });
    expect(Object.fromEntries(columns)).toEqual({
      host: ['127.0.0.1', '127.0.0.1'],
      identity: [null, null],
      user: ['frank', null],
      time: ['2000-10-10T20:55:36.000Z', '2000-11-01T20:55:36.000Z'],
      method: ['GET', 'GET'],
      path: ['/apache_pb.gif', '/apache_pb.gif'],
      protocol: ['HTTP/1.0', 'HTTP/1.0'],
      status: [200n, 200n],
      bytes: [2326n, null],
    });
    expect(ledger.columns.find(({ name }) => name === 'time')).toMatchObject({ type: 'timestamp', changed: 0 });
  });

  it('reads the Combined Log Format, escaped quotes and all', async () => {
    const quoted = COMBINED.replace('(Win98', '\\"Win98\\" \\\\ \\x22');
    const { columns } = await decodeText(`${COMBINED}\r\n${quoted}`, {}, 'access.log');
    expect(columns.get('referrer')).toEqual(Array(2).fill('http://www.example.com/start.html'));
    expect(columns.get('user_agent')).toEqual([
      'Mozilla/4.08 [en] (Win98; I ;Nav)',
      'Mozilla/4.08 [en] "Win98" \\ \\x22; I ;Nav)',
    ]);
  });

  it('reads a virtual host before, and more fields behind', async () => {
    const text = `shop.example:443 ${COMBINED} 0.031 "-" [cache hit]\n`;
    const { columns } = await decodeText(text + text, {}, 'x.log');
    expect(columns.get('vhost')).toEqual(['shop.example:443', 'shop.example:443']);
    expect(columns.get('host')![0]).toBe('127.0.0.1');
    expect(columns.get('extra_1')).toEqual([0.031, 0.031]);
    expect(columns.get('extra_2')).toEqual([null, null]);
    expect(columns.get('extra_3')).toEqual(['cache hit', 'cache hit']);
  });

  it('keeps a request that isn’t three words, and no column for it where all are', async () => {
    const request = (text: string): string => COMMON.replace('GET /apache_pb.gif HTTP/1.0', text);
    const lines = [COMMON, request('-'), request('\\x16\\x03\\x01'), request('GET /a b HTTP/1.1'), request('GET /x')];
    const { ledger, columns } = await decodeText(lines.join('\n'), {}, 'x.log');
    expect(columns.get('request')).toEqual([null, null, '\\x16\\x03\\x01', 'GET /a b HTTP/1.1', 'GET /x']);
    expect(columns.get('method')).toEqual(['GET', null, null, null, null]);
    expect(ledger).toMatchObject({ records: 5, rows: 5 });
    expect((await decodeText(`${COMMON}\n${request('-')}\n`)).columns.has('request')).toBe(false);
  });

  it('finds such a request far behind the head, and reads again', async () => {
    const late = COMMON.replace('GET /apache_pb.gif HTTP/1.0', 'nonsense');
    const { ledger, columns, passes } = await decodeText(`${`${COMMON}\n`.repeat(5000)}${late}\n`, {}, 'x.log');
    expect(ledger).toMatchObject({ rows: 5001, rejectedCount: 0 });
    expect(columns.get('request')!.slice(-2)).toEqual([null, 'nonsense']);
    expect(passes).toBeLessThanOrEqual(2);
  });

  it('sets aside what is no line of the log, with its line and text', async () => {
    const bad = [
      'oops',
      COMMON.replace('Oct', 'Okt'),
      COMMON.replace('10/Oct', '31/Feb'),
      COMMON.replace('13:55', '24:55'),
      COMMON.replace(' 200 ', ' abc '),
      COMMON.replace('HTTP/1.0"', 'HTTP/1.0'),
      `${COMMON} more`,
    ];
    const good = `${COMMON}\n`.repeat(40);
    const { ledger } = await decodeText(`${good}${bad.join('\n')}\n\n${COMMON}\n`, {}, 'x.log');
    expect(ledger).toMatchObject({ records: 48, rows: 41, rejectedCount: bad.length });
    expect(ledger.rejected).toEqual(bad.map((text, index) => ({ line: 41 + index, reason: 'not-a-log-line', text })));
  });

  it('is told by its lines, not by its name', () => {
    expect(looksLikeAccessLog(bytesOf(`${COMMON}\n`))).toBe(true);
    expect(looksLikeAccessLog(bytesOf(`oops\n${`${COMBINED}\n`.repeat(9)}`))).toBe(true);
    expect(looksLikeAccessLog(bytesOf('host,time\na,"[10/Oct/2000:13:55:36 -0700]"\n'))).toBe(false);
    expect(looksLikeAccessLog(bytesOf(`line\n${COMMON},1\nline\n`))).toBe(false);
    expect(looksLikeAccessLog(bytesOf('{"a":1}\n'))).toBe(false);
  });

  it('reads the same wherever chunks end, as a plain parser does', () => {
    const word = fc.stringMatching(/^[a-z0-9/][a-z0-9./:-]{0,8}$/);
    const quoted = fc.stringMatching(/^[a-zé上 ;()[\]/]{0,12}$/);
    const line = fc
      .tuple(word, word, word, word, quoted, quoted)
      .map(([host, user, path, protocol, referrer, agent]) => ({
        cells: [host, user, path, protocol, referrer, agent],
        text: `${host} - ${user} [03/Feb/2024:04:05:06 +0800] "GET ${path} ${protocol}" 200 17 "${referrer}" "${agent}"`,
      }));
    const sample = fc.array(line, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sample, fc.constantFrom('\n', '\r\n', '\r'), fc.nat(), (lines, end, cut) => {
        const bytes = bytesOf(lines.map(({ text }) => text + end).join(''));
        const expected = lines.map(({ cells: [host, user, path, protocol, referrer, agent] }) =>
          [host, '-', user, '2024-02-03T04:05:06+0800', 'GET', path, protocol, '200', '17', referrer, agent].map(
            (cell) => (cell === '-' ? null : cell),
          ),
        );
        expect(rowsOf(bytes, cut % (bytes.length + 1))).toEqual(expected);
      }),
    );
  });
});

function rowsOf(bytes: Uint8Array, cut: number): (string | null)[][] {
  const reader = accessLogFormat.understand({ bytes, whole: true, fileName: 'x' }, {}).open();
  const rows: (string | null)[][] = [];
  const emit = ({ bytes: buffer, starts, ends, rows: count, width }: TextBatch): void => {
    for (let row = 0; row < count; row++) {
      const cells = Array.from({ length: width }, (_, column) => {
        const start = starts[row * width + column]!;
        return start < 0 ? null : new TextDecoder().decode(buffer.subarray(start, ends[row * width + column]));
      });
      rows.push(cells);
    }
  };
  reader.push(bytes.slice(0, cut), emit);
  for (let at = cut; at < bytes.length; at++) reader.push(bytes.slice(at, at + 1), emit);
  reader.finish(emit);
  return rows;
}
