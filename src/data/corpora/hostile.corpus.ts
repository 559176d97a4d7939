import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, crc32, createDeflateRaw, createGzip } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsxOf } from '../formats/workbook/testing.ts';
import type { RawMember } from '../source/zip-testing.ts';
import { rawZip, zipMember } from '../source/zip-testing.ts';
import { decode, fileOf } from '../testing.ts';

const MOST_MS = 5000;
const MOST_MEGABYTES = 512;
/** How far the bombs go: many times what is let through. */
const FLOOD_BYTES = 2 ** 28;

interface Ending {
  loaded?: string;
  refused?: string;
  crashed?: string;
  ms: number;
  megabytes: number;
}

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'behold-hostile-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: 'src/data/corpora/hostile-child.ts', outDir: folder, emptyOutDir: false, minify: false },
    ssr: { noExternal: true },
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How the import of these bytes ends in a process of its own, whose memory can be measured. */
function endingOf(name: string, bytes: Uint8Array): Ending {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const child = spawnSync(process.execPath, [join(folder, 'hostile-child.js'), path], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  rmSync(path);
  if (child.stdout === '')
    return { crashed: child.stderr.slice(-300) || 'no answer within 60 s', ms: 60_000, megabytes: 0 };
  return JSON.parse(child.stdout) as Ending;
}

/** `size` bytes of the text again and again, packed as they are made. */
async function packed(
  text: string,
  size: number,
  packer: ReturnType<typeof createGzip> | ReturnType<typeof createDeflateRaw>,
) {
  const piece = Buffer.alloc(1 << 20, text);
  const out: Buffer[] = [];
  packer.on('data', (chunk: Buffer) => out.push(chunk));
  let crc = 0;
  for (let at = 0; at < size; at += piece.length) {
    crc = crc32(piece, crc);
    if (!packer.write(piece)) await new Promise((resolve) => packer.once('drain', resolve));
  }
  await new Promise<void>((resolve) => packer.once('end', resolve).end());
  return { bytes: new Uint8Array(Buffer.concat(out)), crc };
}

const dense = { level: constants.Z_BEST_COMPRESSION };

async function flood(name: string, text: string, size = FLOOD_BYTES): Promise<RawMember> {
  const { bytes, crc } = await packed(text, size, createDeflateRaw(dense));
  return { name, method: 8, flags: 0, crc, packed: bytes, packedBytes: bytes.length, bytes: size };
}

/** A Zstandard frame of blocks that each say: this byte 131,072 times. */
function zstdFlood(size: number): Uint8Array {
  const block = [((131_072 << 3) & 255) | 2, (131_072 >> 5) & 255, (131_072 >> 13) & 255, 0x61];
  const blocks = Array.from({ length: size / 131_072 }, () => block).flat();
  return new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ...blocks, 1, 0, 0]);
}

const WORKBOOK = {
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></Relationships>',
};
const book = (...members: RawMember[]): Uint8Array =>
  rawZip([...Object.entries(WORKBOOK).map(([name, text]) => zipMember(name, text)), ...members]);
const SHEET = zipMember('xl/s.xml', '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>');

const laughs = (): string => {
  const entities = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  return `<!DOCTYPE sst [<!ENTITY l0 "lol">${entities}]><sst><si><t>&l10;</t></si></sst>`;
};

const BOMBS: [what: string, file: string, make: () => Promise<Uint8Array> | Uint8Array, code: string][] = [
  [
    'gzip of 256 MB',
    'a.csv.gz',
    async () => (await packed('1,2,3\n', FLOOD_BYTES, createGzip(dense))).bytes,
    'import.inflates-too-far',
  ],
  ['Zstandard of 256 MB', 'a.csv.zst', () => zstdFlood(FLOOD_BYTES), 'import.inflates-too-far'],
  [
    'ZIP of 256 MB that says so',
    'a.zip',
    async () => rawZip([await flood('a.csv', '1,2\n')]),
    'import.inflates-too-far',
  ],
  [
    'ZIP of 256 MB that says 50 MB',
    'b.zip',
    async () => rawZip([{ ...(await flood('a.csv', '1,2\n')), bytes: 50 << 20 }]),
    'import.damaged-file',
  ],
  [
    'Parquet of 256 MB of nothing in ZIP',
    'p.zip',
    async () => rawZip([await flood('a.parquet', 'PAR1')]),
    'import.inflates-too-far',
  ],
  [
    'members over each other (quine, 42.zip)',
    'q.zip',
    () =>
      rawZip([
        zipMember('0', 'x'.repeat(1 << 20)),
        ...Array.from({ length: 999 }, (_, i) => ({ ...zipMember(`${i + 1}`, 'x'.repeat(1 << 20)), at: 0 })),
      ]),
    'import.damaged-file',
  ],
  [
    'ZIP in ZIP',
    'n.zip',
    () => rawZip([zipMember('i.zip', rawZip([zipMember('a.csv', 'a\n1\n')]), 0)]),
    'import.unsupported-format',
  ],
  ['names that lead out', 's.zip', () => rawZip([zipMember('../../a.csv', 'a\n1\n')]), 'import.unsafe-archive'],
  ['XLSX with a billion laughs', 'l.xlsx', () => book(SHEET, zipMember('xl/t.xml', laughs())), 'import.damaged-file'],
  ['XLSX with a sheet of 256 MB', 's.xlsx', async () => book(await flood('xl/s.xml', '\0')), 'import.inflates-too-far'],
  [
    'XLSX with 256 MB of rows',
    'r.xlsx',
    async () => book({ ...(await flood('xl/s.xml', '<row/>')), bytes: 60 << 20 }),
    'import.damaged-file',
  ],
  [
    'XLSX with texts of 256 MB',
    't.xlsx',
    async () => book(SHEET, await flood('xl/t.xml', '<si></si>')),
    'import.inflates-too-far',
  ],
  [
    'XLS cut off after its mark',
    'x.xls',
    () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...new Array<number>(2000).fill(255)]),
    'import.damaged-file',
  ],
  ['JSON of 100,000 levels', 'd.json', () => Buffer.from('['.repeat(100_000)), 'import.json-too-deep'],
];

/** What is odd, but data: it loads. */
const ODD: [what: string, file: string, make: () => Uint8Array, loaded: string][] = [
  [
    '10,000 columns',
    'w.csv',
    () =>
      Buffer.from(
        [0, 1, 2]
          .map((row) => Array.from({ length: 10_000 }, (_, i) => (row ? i * row : `c${i}`)).join(','))
          .join('\n'),
      ),
    '2 × 10000',
  ],
  ['NUL bytes', 'z.csv', () => Buffer.from(`a,b\n1,x\0y\n2,\0\n3,${'z'.repeat(100)}\n`), '3 × 2'],
];

function check(what: string, ending: Ending): void {
  const { loaded, refused, crashed, ms, megabytes } = ending;
  process.stdout.write(
    `${what.padEnd(42)} ${String(ms).padStart(6)} ms ${String(megabytes).padStart(5)} MB  ${loaded ?? refused ?? crashed}\n`,
  );
  expect(crashed).toBeUndefined();
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  expect(ms).toBeLessThan(MOST_MS);
}

describe('hostile files', () => {
  it.each(BOMBS)('%s: refused', async (what, name, make, code) => {
    const ending = endingOf(name, await make());
    check(what, ending);
    expect(ending.refused).toBe(code);
  });

  it.each(ODD)('%s: loaded', (what, name, make, loaded) => {
    const ending = endingOf(name, make());
    check(what, ending);
    expect(ending.loaded).toBe(loaded);
  });

  it('a cell of 100 MB: loaded, or refused', () => {
    const ending = endingOf(
      'c.csv',
      Buffer.concat([Buffer.from('a,b\n1,"'), Buffer.alloc(100 << 20, 'x'), Buffer.from('"\n2,y\n')]),
    );
    check('a cell of 100 MB', ending);
  });
});

const NAUGHTY = '../shared/corpora/naughty-strings/blns.json';

describe.skipIf(!existsSync(NAUGHTY))('the big list of naughty strings', () => {
  const strings = existsSync(NAUGHTY) ? (JSON.parse(readFileSync(NAUGHTY, 'utf8')) as string[]) : [];
  const csvCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  // Not even XML 1.1 can hold these as they are: the format has its own escape for them.
  const xmlCell = (text: string): string =>
    text
      .replace(/_x[\da-f]{4}_/gi, (code) => `_x005F${code}`)
      .replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]/g, (char) => `_x${char.charCodeAt(0).toString(16).padStart(4, '0')}_`)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
  const asRows = (values: string[]): Record<string, () => ReturnType<typeof fileOf>> => ({
    csv: () => fileOf(`id,s\n${values.map((text, i) => `${i},${csvCell(text)}`).join('\n')}\n`, 'n.csv'),
    json: () => fileOf(JSON.stringify(values.map((s, id) => ({ id, s }))), 'n.json'),
    xlsx: () => {
      const cell = (text: string): string =>
        `<c t="inlineStr"><is><t xml:space="preserve">${xmlCell(text)}</t></is></c>`;
      const rows = values.map((text, i) => `<row><c><v>${i}</v></c>${cell(text)}</row>`);
      return xlsxOf({ sheets: [{ name: 'S', rows: `<row>${cell('id')}${cell('s')}</row>${rows.join('')}` }] });
    },
  });

  it.each(['csv', 'json', 'xlsx'])('comes out of %s as it went in', async (format) => {
    const wellFormed = strings.map((text) => text.toWellFormed());
    const { columns, ledger } = await decode(asRows(wellFormed)[format]!(), { types: 'text' });
    expect(ledger.rows).toBe(strings.length);
    const nothing = format === 'xlsx' ? null : '';
    expect(columns.get('s')).toEqual(wellFormed.map((text) => (text === '' ? nothing : text)));
  });

  it.each(['csv', 'json'])('makes columns in %s of the same names', async (format) => {
    const names = [...new Set(strings.map((text) => text.toWellFormed().trim()))]
      .filter((name) => name !== '' && !/[\r\n]/.test(name))
      .slice(0, 300);
    const text =
      format === 'csv'
        ? `${names.map(csvCell).join(',')}\n${names.map((_, i) => i).join(',')}\n${names.map((_, i) => i).join(',')}\n`
        : `[{${names.map((name, i) => `${JSON.stringify(name)}:${i}`).join(',')}}]`;
    const { ledger } = await decode(fileOf(text, `n.${format}`));
    expect(ledger.columns.map(({ original }) => original)).toEqual(names);
  });
});
