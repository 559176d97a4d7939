import { describe, expect, it } from 'vitest';
import { fileOf } from '../testing.ts';
import { BlobSource } from './blob-source.ts';
import { canonicalEncoding, decoderOf } from './decoders/index.ts';
import { detectEncoding, encodingQuestion } from './encoding-detect.ts';
import { oddity } from './encoding-oddity.ts';
import { encodingOfHead } from './encoding.ts';
import { openText } from './open-text.ts';

const ofHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const detect = (bytes: Uint8Array, readBytes?: number) => detectEncoding(new BlobSource(fileOf(bytes), readBytes));

async function textOf(bytes: Uint8Array, encoding?: string, readBytes?: number): Promise<string> {
  const raw = new BlobSource(fileOf(bytes), readBytes);
  const { source } = await openText(
    raw,
    'test.csv',
    encoding === undefined ? {} : { encoding },
    encoding === undefined,
  );
  const parts: Uint8Array[] = [];
  for await (const chunk of source.chunks()) parts.push(chunk);
  return new TextDecoder().decode(joined(...parts));
}

/** Texts as Python's codecs write them. */
const TEXTS: readonly [encoding: string, text: string, hex: string][] = [
  ['gb18030', '用户,城市\n小明,上海\n', 'd3c3bba72cb3c7cad00ad0a1c3f72cc9cfbaa30a'],
  ['gb18030', '用户,城市\n張偉,臺北㐀\n', 'd3c3bba72cb3c7cad00a8f8882a52cc55fb1b18139ee390a'],
  [
    'big5',
    '編號,購買,瀏覽\n一,台北,我們今天要去\n',
    'bd73b8b92cc1cab6522cc273c4fd0aa4402ca578a55f2ca7daadcca4b5a4d1ad6ea5680a',
  ],
  ['shift_jis', '名前,都市\nたろう,東京カメラ\n', '96bc914f2c93738e730a82bd82eb82a42c938c8b9e834a838183890a'],
  [
    'euc-jp',
    '名前,都市\nたろう,東京カメラを買いました\n',
    'ccbec1b02cc5d4bbd40aa4bfa4eda4a62cc5ecb5fea5aba5e1a5e9a4f2c7e3a4a4a4dea4b7a4bf0a',
  ],
  ['euc-kr', '이름,도시\n철수,서울에 갔습니다\n', 'c0ccb8a72cb5b5bdc30ac3b6bcf62cbcadbfefbfa120b0acbdc0b4cfb4d90a'],
  [
    'iso-2022-jp',
    '名前,都市\nたろう,東京\n',
    '1b24424c3e41301b28422c1b244245543b541b28420a1b2442243f246d24261b28422c1b2442456c357e1b28420a',
  ],
  ['windows-1250', 'Łódź,Kraków,zażółć gęślą jaźń\n', 'a3f3649f2c4b72616bf3772c7a61bff3b3e62067ea9c6cb9206a619ff10a'],
  [
    'windows-1251',
    'Город,Москва,хорошая погода сегодня\n',
    'c3eef0eee42ccceef1eae2e02cf5eef0eef8e0ff20efeee3eee4e020f1e5e3eee4edff0a',
  ],
  ['windows-1252', 'Straße,Genève,déjà vu – “ça”\n', '53747261df652c47656ee876652c64e96ae020767520962093e761940a'],
  ['windows-1253', 'Πόλη,Αθήνα,Ά καλημέρα σας\n', 'd0fcebe72cc1e8deede12ca220eae1ebe7ecddf1e120f3e1f20a'],
  ['windows-1254', 'Şehir,Iğdır,çok güzel bir gün\n', 'de656869722c49f064fd722ce76f6b2067fc7a656c206269722067fc6e0a'],
  ['windows-1255', 'שלום עולם, מה שלומך היום\n', 'f9ece5ed20f2e5eced2c20eee420f9ece5eeea20e4e9e5ed0a'],
  ['windows-1256', 'مرحبا بالعالم, كيف حالك اليوم\n', 'e3d1cdc8c720c8c7e1dac7e1e32c20dfeddd20cdc7e1df20c7e1ede6e30a'],
  ['windows-874', 'สวัสดีชาวโลก,กรุงเทพมหานคร\n', 'cac7d1cab4d5aad2c7e2c5a12ca1c3d8a7e0b7bec1cbd2b9a4c30a'],
  [
    'koi8-r',
    'Город,Москва,хорошая погода сегодня\n',
    'e7cfd2cfc42cedcfd3cbd7c12cc8cfd2cfdbc1d120d0cfc7cfc4c120d3c5c7cfc4ced10a',
  ],
  ['iso-8859-2', 'Žluťoučký kůň,přišel šťastný\n', 'ae6c75bb6f75e86bfd206bf9f22c70f869b9656c20b9bb6173746efd0a'],
  [
    'iso-8859-5',
    'Город,Москва,хорошая погода сегодня\n',
    'b3dee0ded42cbcdee1dad2d02ce5dee0dee8d0ef20dfded3ded4d020e1d5d3ded4ddef0a',
  ],
  [
    'ibm866',
    'Город,Москва,хорошая погода сегодня\n',
    '83aee0aea42c8caee1aaa2a02ce5aee0aee8a0ef20afaea3aea4a020e1a5a3aea4adef0a',
  ],
  [
    'x-mac-cyrillic',
    'Город,Москва,хорошая погода моя Яна\n',
    '83eef0eee42c8ceef1eae2e02cf5eef0eef8e0df20efeee3eee4e020eceedf209fede00a',
  ],
  [
    'cp855',
    'Город,Москва,хорошая погода сегодня\n',
    'add6e1d6a62cd3d6e3c6eba02cb5d6e1d6f5a0de20d8d6acd6a6a020e3a8acd6a6d4de0a',
  ],
  ['utf-16le', '用户上海北京\n深圳\n', '287537620a4e776d1753ac4e0a00f16d33570a00'],
  ['utf-16be', '用户上海北京\n深圳\n', '752862374e0a6d7753174eac000a6df15733000a'],
  ['utf-32le', 'a,上🚲\n1,2\n', '610000002c0000000a4e0000b2f601000a000000310000002c000000320000000a000000'],
  ['utf-32be', 'a,上🚲\n1,2\n', '000000610000002c00004e0a0001f6b20000000a000000310000002c000000320000000a'],
];

describe('encodings', () => {
  it.each(TEXTS)('%s is right or asked, and read', async (encoding, text, hex) => {
    const bytes = ofHex(hex);
    const found = await detect(bytes);
    const readings = [found.encoding, ...found.alternatives].map((one) => decoderOf(one, true).decode(bytes));
    expect(readings).toContain(text);
    // Decoding must not depend on where chunks end.
    expect(await textOf(bytes, encoding, 1)).toBe(text);
    expect(await textOf(bytes, encoding, 3)).toBe(text);
  });

  it('asks where little speaks for one of two readings, and never for plain ones', async () => {
    const hebrewOrRussian = await detect(ofHex('f9ece5ed0a'));
    expect([hebrewOrRussian.encoding, ...hebrewOrRussian.alternatives]).toEqual(
      expect.arrayContaining(['windows-1255', 'windows-1251']),
    );
    expect(encodingQuestion(hebrewOrRussian)).toMatchObject({
      kind: 'encoding',
      readings: expect.arrayContaining([{ label: 'windows-1251', options: { encoding: 'windows-1251' } }]),
    });
    const plain = await detect(joined(ascii('name,city\nAnna,Z'), Uint8Array.of(0xfc), ascii('rich\n')));
    expect(plain).toEqual({ encoding: 'windows-1252', alternatives: [] });
    expect(encodingQuestion(plain)).toBeUndefined();
  });

  it('finds the one letter at the end of a long file', async () => {
    const bytes = joined(ascii('a,b\nx,1\n'.repeat(50_000)), ascii('caf'), Uint8Array.of(0xe9, 10));
    expect((await detect(bytes, 1 << 16)).encoding).toBe('windows-1252');
  });

  it('reads UTF-8 with broken bytes as UTF-8, and counts them with their lines', async () => {
    const good = ascii('a,b\n上海,北京\n深圳,广州\n'.repeat(50));
    const bytes = joined(good, ascii('x,'), Uint8Array.of(0xe4, 0xb8), ascii('\ny,'), Uint8Array.of(0xff), ascii('\n'));
    expect(await detect(bytes)).toEqual({
      encoding: 'utf-8',
      alternatives: [],
      broken: { count: 2, lines: [151, 152] },
    });
    const lines = (await textOf(bytes)).split('\n');
    expect(lines.slice(149, 152)).toEqual(['深圳,广州', 'x,\ufffd', 'y,\ufffd']);
    // The count is that of the replacements that the platform makes.
    expect((new TextDecoder().decode(bytes).match(/\ufffd/g) ?? []).length).toBe(2);
  });

  it('reads GB 18030 with a broken byte as such', async () => {
    const bytes = joined(
      ...Array.from({ length: 700 }, () => ofHex('ced2c3c7bdf1ccecd2aac8a5b9bac2f2d2bbd0a9b6abcef70a')),
      Uint8Array.of(0xff, 10),
    );
    expect(await detect(bytes)).toMatchObject({ encoding: 'gb18030', broken: { count: 1, lines: [701] } });
  });

  it('counts the bytes that are broken as the platform does, whatever comes', async () => {
    let seed = 7;
    const next = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) >> 8;
    const pieces = ['é', '上', '🚲', 'a', '\n'].map(ascii);
    for (let round = 0; round < 60; round++) {
      const parts = Array.from({ length: 400 }, () => pieces[next() % pieces.length]!);
      for (let i = 0; i < 3; i++) parts.splice(next() % 400, 0, Uint8Array.of(128 + (next() % 128)));
      const bytes = joined(...parts);
      const { encoding, broken } = await detect(bytes, 7 + (round % 5));
      const replaced = new TextDecoder().decode(bytes).match(/\ufffd/g)?.length ?? 0;
      expect([encoding, broken?.count ?? 0]).toEqual(['utf-8', replaced]);
    }
  });

  it('tells UTF-16 and UTF-32 by their zeros, and leaves UTF-8 with NUL bytes alone', () => {
    const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
    expect(encodingOfHead(utf16('上海,1\n'))).toBe('utf-16le');
    expect(encodingOfHead(new Uint8Array(Buffer.from(utf16('上海,1\n')).swap16()))).toBe('utf-16be');
    expect(encodingOfHead(ascii('a,b\n\0x,1\n\0y,2\n'))).toBeUndefined();
    expect(encodingOfHead(ascii('城市,b\n上海\0,1\n'))).toBeUndefined();
    const swapped = (text: string): Uint8Array => new Uint8Array(Buffer.from(utf16(text)).swap16());
    for (const text of ['Ähre,1\n', 'id,name\n1,José Núñez\n2,Ærø\n', 'Größe\t5 m²\r\n']) {
      expect([encodingOfHead(utf16(text)), encodingOfHead(swapped(text))]).toEqual(['utf-16le', 'utf-16be']);
    }
    expect(encodingOfHead(new Uint8Array(Int16Array.from({ length: 300 }, (_, i) => i % 256).buffer))).toBeUndefined();
    expect(encodingOfHead(new Uint8Array(Int16Array.from({ length: 96 }, (_, i) => 1 + i * 2).buffer))).toBeUndefined();
    const latin1 = Buffer.from('name,note,city,street\nJosé\0,x,Kassel,Mauerstraße\nRené\0\0,x,Gießen,Weg\n', 'latin1');
    expect(encodingOfHead(new Uint8Array(latin1))).toBeUndefined();
    expect(encodingOfHead(ofHex('fffe000061000000'))).toBe('utf-32le');
    expect(encodingOfHead(ofHex('0000feff00000061'))).toBe('utf-32be');
  });

  it('takes names in any spelling, and refuses what it can’t read by name', async () => {
    expect(canonicalEncoding(' UTF-32 ')).toBe('utf-32le');
    expect(canonicalEncoding('cp1252')).toBe('windows-1252');
    expect(canonicalEncoding('CP949')).toBe('euc-kr');
    expect(() => canonicalEncoding('EUC-TW')).toThrowError(
      expect.objectContaining({ name: 'import.unsupported-encoding', values: { encoding: 'EUC-TW' } }),
    );
    expect(() => canonicalEncoding('klingon')).toThrowError(
      expect.objectContaining({ name: 'import.unknown-encoding' }),
    );
  });

  it('reads Korean in Johab and ISO-2022-KR, as Python writes it, cut anywhere', () => {
    const samples = [
      ['johab', 'd0658b6920f7dbe2d020884184618444', '한글 韓國 ㄱㅏㄳ'],
      ['iso-2022-kr', '1b2429430e475131390f', '한국'],
    ] as const;
    for (const [encoding, hex, text] of samples) {
      const bytes = ofHex(hex);
      for (let cut = 0; cut <= bytes.length; cut++) {
        const decoder = decoderOf(encoding, true);
        const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) =>
          decoder.decode(part, { stream: true }),
        );
        expect(parts.join('') + decoder.decode()).toBe(text);
      }
    }
    expect(() => decoderOf('johab', true).decode(ofHex('d0'))).toThrow();
    expect(decoderOf('johab', false).decode(ofHex('8000d065'))).toBe('\ufffd\u0000한');
  });

  it('refuses UTF-32 that is cut off or beyond Unicode, or replaces it', () => {
    for (const hex of ['61000000620000', '00001100', '00d80000']) {
      expect(() => decoderOf('utf-32le', true).decode(ofHex(hex))).toThrow();
      expect(decoderOf('utf-32le', false).decode(ofHex(hex))).toContain('\ufffd');
    }
  });

  it('finds text in the wrong encoding odd, and good text not', () => {
    for (const text of [
      'Müller GmbH & Söhne',
      'Жизнь хороша',
      'įžuolas šalis',
      'iPhone手机 上海',
      'naïve café – “déjà vu”',
    ]) {
      expect(oddity(text)).toBeLessThan(0.05);
    }
    for (const text of ['MÃ¼ller', 'Ã©tÃ©', 'врем€', 'Mu黮ler']) expect(oddity(text)).toBeGreaterThan(0.15);
  });
});
