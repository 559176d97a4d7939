import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../contract/import.ts';
import { decodeFile } from '../decode.ts';
import { partsOf } from '../parts.ts';
import { previewFile } from '../preview.ts';
import { decode, fileOf } from '../testing.ts';
import type { RawMember } from './zip-testing.ts';
import { rawZip, zipMember } from './zip-testing.ts';

const CSV = 'a,b\n1,x\n2,y\n';
/** `CSV` by zstd 1.5 with `-19 --check`, and as two frames (`a,b`, `1,x` and then `2,y`). */
const ZSTD = 'KLUv/SQMYQAAYSxiCjEseAoyLHkKLp8hRg==';
const ZSTD_FRAMES = 'KLUv/QRYQQAAYSxiCjEseApmAzAfKLUv/QRYIQAAMix5CvpY7Lk=';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const zip = (...members: RawMember[]) => fileOf(rawZip(members), 'x.zip');

async function rowsOf(file: ReturnType<typeof fileOf>, options?: ImportOptions) {
  const { columns, ledger } = await decode(file, options);
  return { columns: Object.fromEntries(columns), ledger };
}

const TABLE = { a: [1n, 2n], b: ['x', 'y'] };

describe('packed files', () => {
  it.each([
    ['Zstandard', bytesOf(ZSTD)],
    ['Zstandard of two frames', bytesOf(ZSTD_FRAMES)],
    ['ZIP, deflated', rawZip([zipMember('t.csv', CSV)])],
    ['ZIP, stored', rawZip([zipMember('t.csv', CSV, 0)])],
    ['ZIP by another writer', zipSync({ 't.csv': new TextEncoder().encode(CSV) })],
    [
      'ZIP behind other bytes',
      new Uint8Array([...new TextEncoder().encode('PK\u0003\u0004'), ...rawZip([zipMember('t.csv', CSV)])]),
    ],
    ['gzip in ZIP', rawZip([zipMember('t.csv.gz', new Uint8Array(gzipSync(CSV)), 0)])],
    ['Zstandard in ZIP', rawZip([zipMember('t.csv.zst', bytesOf(ZSTD), 0)])],
    [
      'ZIP packed by Zstandard',
      rawZip([{ ...zipMember('t.csv', CSV), method: 93, packed: bytesOf(ZSTD), packedBytes: bytesOf(ZSTD).length }]),
    ],
  ])('%s is read as what it holds', async (_, bytes) => {
    const { columns, ledger } = await rowsOf(fileOf(bytes, 'x.bin'));
    expect(columns).toEqual(TABLE);
    expect(ledger).toMatchObject({ rows: 2, bytes: bytes.length, sniffed: { format: 'csv' } });
  });

  it('tells what is inside by its own name', async () => {
    const lines = '{"a":1}\nno json\n{"a":2}\n';
    expect((await rowsOf(zip(zipMember('log.ndjson', lines)))).ledger).toMatchObject({ rows: 2, rejectedCount: 1 });
    const packed = fileOf(new Uint8Array(gzipSync(lines)), 'log.ndjson.gz');
    expect((await rowsOf(packed)).ledger).toMatchObject({ rows: 2, rejectedCount: 1 });
  });

  it('previews them', async () => {
    expect(await previewFile(zip(zipMember('t.csv', CSV)), {})).toMatchObject({
      rows: [
        ['1', 'x'],
        ['2', 'y'],
      ],
    });
  });
});

describe('the members of an archive', () => {
  const archive = zip(
    zipMember('__MACOSX/._a.csv', 'junk'),
    zipMember('year/', '', 0),
    zipMember('year/.DS_Store', 'junk'),
    zipMember('year/a.csv', CSV),
    zipMember('year/数据.csv', 'c\n5\n'),
  );

  it('are listed without what systems put beside them', async () => {
    expect(await partsOf(archive)).toEqual([
      { entry: 'year/a.csv', name: 'a.csv', bytes: 12 },
      { entry: 'year/数据.csv', name: '数据.csv', bytes: 4 },
    ]);
    expect(await partsOf(fileOf(CSV, 'plain.csv'))).toEqual([{ name: 'plain.csv', bytes: 12 }]);
  });

  it('are read by name; else the first is, and the others are named', async () => {
    const { columns, ledger } = await rowsOf(archive, { entry: 'year/数据.csv' });
    expect(columns).toEqual({ c: [5n] });
    expect(ledger.sniffed.entry).toBe('year/数据.csv');
    const first = await rowsOf(archive);
    expect(first.columns).toEqual(TABLE);
    expect(first.ledger.notices[0]).toMatchObject({
      code: 'import.other-entries',
      values: { count: 1, others: 'year/数据.csv' },
    });
    await expect(decode(archive, { entry: 'b.csv' })).rejects.toMatchObject({ name: 'import.unknown-entry' });
  });

  it('may have names in GBK, as Chinese systems write them', async () => {
    const name = String.fromCharCode(0xca, 0xfd, 0xbe, 0xdd) + '.csv';
    const member = { ...zipMember(name, CSV), flags: 0 };
    const bytes = Buffer.from(rawZip([member]));
    // The helper writes UTF-8: the two-byte forms of these characters become the bytes themselves.
    const raw = rawZip([{ ...zipMember('????.csv', CSV), flags: 0 }]);
    const patched = Buffer.from(raw);
    for (let at = patched.indexOf('????'); at >= 0; at = patched.indexOf('????', at))
      patched.set([0xca, 0xfd, 0xbe, 0xdd], at);
    expect(bytes.length).toBeGreaterThan(raw.length);
    expect((await partsOf(fileOf(new Uint8Array(patched), 'x.zip')))[0]!.name).toBe('数据.csv');
  });

  it.each(['../up.csv', 'a/../../up.csv', '/etc/passwd', 'C:\\x.csv', '..\\up.csv', 'a\0.csv', '\\\\host\\x.csv'])(
    'called %j refuse the archive',
    async (name) => {
      const bad = zip(zipMember('ok.csv', CSV), zipMember(name, CSV));
      await expect(decode(bad)).rejects.toMatchObject({ name: 'import.unsafe-archive' });
      await expect(partsOf(bad)).rejects.toMatchObject({ name: 'import.unsafe-archive' });
    },
  );

  it.each([
    ['none at all', () => rawZip([]), 'import.empty-archive'],
    ['only junk', () => rawZip([zipMember('.DS_Store', 'x')]), 'import.empty-archive'],
    ['encrypted', () => rawZip([{ ...zipMember('a.csv', CSV), flags: 1 }]), 'import.encrypted-file'],
    ['AES', () => rawZip([{ ...zipMember('a.csv', CSV), method: 99 }]), 'import.encrypted-file'],
    ['Deflate64', () => rawZip([{ ...zipMember('a.csv', CSV), method: 9 }]), 'import.unsupported-format'],
    [
      'an archive',
      () => rawZip([zipMember('in.zip', rawZip([zipMember('a.csv', CSV)]), 0)]),
      'import.unsupported-format',
    ],
    ['a Word document', () => rawZip([zipMember('word/document.xml', 'x')]), 'import.unsupported-format'],
    [
      'a tar',
      () => new Uint8Array(gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(800)]))),
      'import.unsupported-format',
    ],
    [
      'a web page',
      () => rawZip([zipMember('a.xls', '<html><table><tr><td>1</td></tr></table>')]),
      'import.unsupported-format',
    ],
    ['an empty file', () => rawZip([zipMember('a.csv', '')]), 'import.empty-file'],
    ['a wrong sum', () => rawZip([{ ...zipMember('a.csv', CSV), crc: 1 }]), 'import.damaged-file'],
    ['fewer bytes than it says', () => rawZip([{ ...zipMember('a.csv', CSV), bytes: 99 }]), 'import.damaged-file'],
    ['more bytes than it says', () => rawZip([{ ...zipMember('a.csv', CSV), bytes: 3 }]), 'import.damaged-file'],
    [
      'more packed bytes than there are',
      () => rawZip([{ ...zipMember('a.csv', CSV), packedBytes: 5000 }]),
      'import.damaged-file',
    ],
    [
      'bytes that are no deflate',
      () => rawZip([{ ...zipMember('a.csv', CSV), packed: new Uint8Array(14).fill(255) }]),
      'import.damaged-file',
    ],
    [
      'the same bytes twice',
      () => rawZip([zipMember('a.csv', CSV), { ...zipMember('b.csv', CSV), at: 0 }]),
      'import.damaged-file',
    ],
  ])('that are %s refuse it with a code', async (_, bytes, code) => {
    await expect(decode(fileOf(bytes(), 'x.zip'))).rejects.toMatchObject({ name: code });
  });

  it('are at most ten thousand', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => zipMember(`${index}.csv`, '', 0));
    await expect(partsOf(zip(...many))).rejects.toMatchObject({
      name: 'import.too-many-entries',
      values: { entries: 10_001 },
    });
  });
});

describe('damaged packings', () => {
  const big = Array.from({ length: 3000 }, (_, index) => `${index},${index * 7919}\n`).join('');

  it('of any length are refused, never read in part without a word', async () => {
    const archive = rawZip([zipMember('t.csv', big)]);
    const zstd = bytesOf(ZSTD);
    for (const bytes of [
      archive.slice(0, -1),
      archive.slice(0, archive.length / 2),
      archive.slice(0, 40),
      zstd.slice(0, -6),
    ]) {
      await expect(decode(fileOf(bytes, 'x.zip'))).rejects.toMatchObject({ name: 'import.damaged-file' });
    }
    const gzip = new Uint8Array(gzipSync(big));
    for (const bytes of [gzip.slice(0, -1), gzip.slice(0, gzip.length / 2), gzip.slice(0, 12)]) {
      await expect(decode(fileOf(bytes, 'x.gz'))).rejects.toMatchObject({ name: 'import.damaged-file' });
    }
  });

  it('with one byte changed in the middle of an archive are refused', async () => {
    const archive = rawZip([zipMember('t.csv', big, 0)]);
    archive[(archive.length / 2) | 0]! ^= 1;
    await expect(decode(fileOf(archive, 'x.zip'))).rejects.toMatchObject({ name: 'import.damaged-file' });
  });
});

describe('bombs', () => {
  const line = Buffer.from('1,2,3,4,5,6,7,8\n');
  const flood = Buffer.alloc(70 << 20, line);

  it.each([
    ['gzip', () => new Uint8Array(gzipSync(flood))],
    ['ZIP that says so', () => rawZip([zipMember('a.csv', flood)])],
  ])('of %s stop where no data packs so well', async (_, bytes) => {
    const packed = bytes();
    expect(packed.length).toBeLessThan(1 << 20);
    await expect(decodeFile(fileOf(packed, 'a.csv'), {}, () => Promise.resolve())).rejects.toMatchObject({
      name: 'import.inflates-too-far',
    });
  });

  it('of ZIP that lies about its size stop where it ends', async () => {
    const packed = rawZip([{ ...zipMember('a.csv', flood), bytes: 1000 }]);
    await expect(decode(fileOf(packed, 'a.zip'))).rejects.toMatchObject({ name: 'import.damaged-file' });
  });

  it('of Zstandard that ask for a window of gigabytes are refused', async () => {
    const header = new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    await expect(decode(fileOf(header, 'a.zst'))).rejects.toMatchObject({ name: 'import.large-window' });
  });
});

describe('a file that changes while it is read', () => {
  const base = fileOf('a\n'.repeat(1000), 'a.csv');

  it('is refused where its bytes are gone', async () => {
    const arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    const gone = { name: 'a.csv', size: base.size, slice: () => ({ arrayBuffer }) } as unknown as typeof base;
    await expect(decode(gone)).rejects.toMatchObject({ name: 'import.unreadable-file' });
  });

  it('is refused where it has become shorter', async () => {
    const shorter = {
      name: 'a.csv',
      size: base.size,
      slice: (start: number, end: number) => base.slice(start, Math.min(end, 500)),
    };
    await expect(decode(shorter as typeof base)).rejects.toMatchObject({ name: 'import.file-changed' });
  });
});
