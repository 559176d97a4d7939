import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ProjectDocument } from '../../contract/document.ts';
import { AppError } from '../../core/errors.ts';
import type { RawMember } from '../../data/source/zip-testing.ts';
import { rawZip, zipMember } from '../../data/source/zip-testing.ts';
import { sha256 } from '../digest.ts';
import { encrypt } from './age.ts';
import { packProject } from './pack.ts';
import { emptyDocument, sampleProject, TestFiles } from './testing.ts';
import { unpackProject } from './unpack.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const bytesOf = async (file: Blob): Promise<Bytes> => new Uint8Array(await file.arrayBuffer());
const blob = (bytes: Uint8Array): Blob => new Blob([bytes as Bytes]);

async function packed(): Promise<{ document: ProjectDocument; files: TestFiles; bytes: Bytes }> {
  const files = new TestFiles();
  const document = await sampleProject(files);
  return { document, files, bytes: await bytesOf(await packProject(document, files.read)) };
}

/** The code that a file is refused with; anything but a coded refusal fails the test, and so does a slow one. */
async function refusal(bytes: Uint8Array, options = {}): Promise<string> {
  const began = performance.now();
  const error = await unpackProject(blob(bytes), new TestFiles().put, options).then(
    () => new Error('opened'),
    (reason: unknown) => reason,
  );
  expect(performance.now() - began).toBeLessThan(5000);
  if (!(error instanceof AppError)) throw error;
  return error.code;
}

const codes = /^project\.(damaged|not-a-project|newer)$/;

/** A larger project, so that cuts fall into everything. */
async function larger(): Promise<Bytes> {
  const files = new TestFiles();
  const document = await sampleProject(files);
  const noise = Array.from({ length: 3000 }, () => randomBytes(8).toString('hex'));
  const piece = await files.piece({ user: noise, event: noise });
  const table = { ...document.tables[0]!, name: 'noise', rows: 3000, pieces: [piece], recipe: undefined };
  return bytesOf(await packProject({ ...document, tables: [...document.tables, table] }, files.read));
}

describe('a torn file is refused', () => {
  it('at every 1 KiB, and at every byte of the last one', async () => {
    const bytes = await larger();
    expect(bytes.length).toBeGreaterThan(64 << 10);
    const cuts = Array.from({ length: Math.ceil(bytes.length / 1024) }, (_, i) => i * 1024);
    const last = Array.from({ length: 1024 }, (_, i) => bytes.length - 1 - i);
    for (const end of [...cuts, ...last]) expect(await refusal(bytes.subarray(0, end))).toMatch(codes);
  }, 300_000);

  it('where it is encrypted', async () => {
    const { bytes } = await packed();
    const file = await bytesOf(await encrypt(blob(bytes), 'p', 10));
    for (const end of [22, 30, 100, 170, 190, 200, 300, file.length - 1])
      expect(await refusal(file.subarray(0, end), { passphrase: 'p' })).toMatch(codes);
  });

  it('where something is added behind or put before', async () => {
    const { bytes, document } = await packed();
    expect(await refusal(Buffer.concat([Buffer.alloc(70_000), bytes]))).toBe('project.not-a-project');
    const files = new TestFiles();
    const behind = await unpackProject(blob(Buffer.concat([bytes, Buffer.alloc(10)])), files.put).catch(() => null);
    if (behind) expect(behind.document).toEqual(document);
  });
});

describe('a flipped bit', () => {
  it('is refused, or lies where it has no meaning', async () => {
    const { bytes, document, files } = await packed();
    let refused = 0;
    const at = fc.integer({ min: 0, max: bytes.length - 1 });
    const flips = fc.array(fc.record({ at, bit: fc.integer({ min: 0, max: 7 }) }), { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(flips, async (all) => {
      const altered = bytes.slice();
      for (const flip of all) altered[flip.at]! ^= 1 << flip.bit;
      const opened = new TestFiles();
      try {
        const result = await unpackProject(blob(altered), opened.put);
        expect(result).toEqual({ document });
        for (const [file, content] of opened.contents) expect(content).toEqual(files.contents.get(file));
        expect(opened.contents.size).toBe(files.contents.size);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toMatch(codes);
        refused++;
      }
    });
    await fc.assert(property, { numRuns: 600 });
    // Headers' dates and versions, and what gzip says of the machine, are a small part of a file.
    expect(refused).toBeGreaterThan(400);
  }, 300_000);

  it('is refused anywhere in an encrypted file', async () => {
    const { bytes } = await packed();
    const file = await bytesOf(await encrypt(blob(bytes), 'p', 10));
    for (let at = 0; at < file.length; at += 97) {
      const altered = file.slice();
      altered[at]! ^= 1;
      expect(await refusal(altered, { passphrase: 'p' })).toMatch(
        /^project\.(damaged|not-a-project|wrong-passphrase)$/,
      );
    }
  }, 120_000);
});

/** A project whose files may be anything, in an archive whose members may be anything. */
async function archive(change: (members: RawMember[], document: ProjectDocument) => unknown): Promise<Uint8Array> {
  const files = new TestFiles();
  const document = await sampleProject(files);
  const members = [...files.contents].map(([file, content]) => zipMember(`${file}.gz`, gzipSync(content), 0));
  const changed = (change(members, document) ?? document) as object;
  return rawZip([zipMember('manifest.json', JSON.stringify(changed), 0), ...members]);
}

/** The sample with its first piece replaced; the manifest says what it is told to. */
async function withPiece(content: Uint8Array, claim: { bytes?: number; rows?: number } = {}): Promise<Uint8Array> {
  const hash = await sha256(content);
  const piece = { file: `data/${hash}.arrow`, bytes: content.length, sha256: hash, rows: 1, ...claim };
  const columns = [{ name: 'a', type: 'VARCHAR' }];
  const document = {
    ...emptyDocument(),
    tables: [{ name: 't', published: false, rows: piece.rows, columns, pieces: [piece] }],
  };
  const member = zipMember(`${piece.file}.gz`, gzipSync(content), 0);
  return rawZip([zipMember('manifest.json', JSON.stringify(document), 0), member]);
}

const patched = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
};

describe('a hostile archive', () => {
  it('is told from an honest one that is made the same way', async () => {
    await expect(unpackProject(blob(await archive(() => undefined)), new TestFiles().put)).resolves.toBeTruthy();
  });

  it.each<[string, (members: RawMember[], document: ProjectDocument) => unknown]>([
    ['a name that leads out', (members) => void members.push(zipMember('../../escaped', 'x', 0))],
    ['an absolute name', (members) => void members.push(zipMember('/etc/passwd', 'x', 0))],
    ['an entry that no document names', (members) => void members.push(zipMember('data/extra', 'x', 0))],
    ['an entry twice', (members) => void members.push(members[0]!)],
    ['the manifest twice', (members) => void members.push(zipMember('manifest.json', '{}', 0))],
    ['an entry that is missing', (members) => void members.pop()],
    ['an entry with another one’s content', (members) => void (members[0]!.packed = members[1]!.packed)],
    ['an encrypted entry', (members) => void (members[0]!.flags |= 1)],
    ['a packed entry', (members) => void (members[0] = zipMember(members[0]!.name, 'x'.repeat(999)))],
    ['a size that is a lie', (members) => void (members[0]!.bytes += 1e6)],
    ['a size beyond the file', (members) => void (members[0]!.bytes = members[0]!.packedBytes = 0xfffffff0)],
    ['entries that share bytes', (members) => void (members[1]!.at = 40)],
    ['a ZIP64 size without its field', (members) => void (members[0]!.bytes = members[0]!.packedBytes = 0xffffffff)],
  ])('with %s is refused', async (_, change) => {
    expect(await refusal(await archive(change))).toBe('project.damaged');
  });

  it('without a manifest, or with one of something else, is no project', async () => {
    expect(await refusal(rawZip([zipMember('a.csv', 'x', 0)]))).toBe('project.not-a-project');
    expect(await refusal(rawZip([zipMember('manifest.json', '{"name":"web app"}', 0)]))).toBe('project.not-a-project');
    expect(await refusal(new Uint8Array(0))).toBe('project.not-a-project');
    expect(await refusal(randomBytes(5000))).toBe('project.not-a-project');
  });

  it('of a later version is named as such', async () => {
    const later = rawZip([zipMember('manifest.json', '{"format":99,"anything":1}', 0)]);
    expect(await refusal(later)).toBe('project.newer');
  });

  it('whose directory claims too much is refused before it is read', async () => {
    const bytes = await archive(() => undefined);
    const end = bytes.length - 22;
    expect(await refusal(patched(bytes, end + 8, 0xffffffff))).toBe('project.damaged');
    expect(await refusal(patched(bytes, end + 12, 0xfffffff0))).toBe('project.damaged');
    expect(await refusal(patched(bytes, end + 16, 0xfffffff0))).toBe('project.damaged');
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(2n ** 63n, 8);
    const zip64 = Buffer.concat([bytes.subarray(0, end), locator, bytes.subarray(end)]);
    expect(await refusal(zip64)).toBe('project.damaged');
  });

  it('with a manifest of 600 MB is refused by its size', async () => {
    const mega = new Blob([new Uint8Array(1 << 20).fill(32)]);
    const bytes = 600 << 20;
    const member = { ...zipMember('manifest.json', '', 0), packedBytes: bytes, bytes };
    const shell = Buffer.from(rawZip([member]));
    const tail = Buffer.from(shell.subarray(43));
    tail.writeUInt32LE(43 + bytes, tail.length - 6);
    const file = new Blob([shell.subarray(0, 43), ...Array.from({ length: 600 }, () => mega), tail]);
    const began = performance.now();
    await expect(unpackProject(file, new TestFiles().put)).rejects.toMatchObject({
      name: 'project.damaged',
      values: { detail: `manifest.json has ${bytes} bytes` },
    });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('that unfolds to more than it says stops there', async () => {
    const bomb = new Uint8Array(300 << 20);
    const hash = 'ab'.repeat(32);
    const piece = { file: `data/${hash}.arrow`, bytes: 1000, sha256: hash, rows: 1 };
    const table = { name: 't', published: false, rows: 1, columns: [{ name: 'a', type: 'VARCHAR' }], pieces: [piece] };
    const manifest = JSON.stringify({ ...emptyDocument(), tables: [table] });
    const file = rawZip([zipMember('manifest.json', manifest, 0), zipMember(`${piece.file}.gz`, gzipSync(bomb), 0)]);
    const before = process.memoryUsage().arrayBuffers;
    expect(await refusal(file)).toBe('project.damaged');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 << 20);
    expect(await refusal(await withPiece(bomb.subarray(0, 5000), { bytes: 2 ** 40 }))).toBe('project.damaged');
  }, 60_000);

  it('whose rows are not what it says is refused', async () => {
    const files = new TestFiles();
    const { file } = await files.piece({ a: ['x'] });
    const ipc = files.contents.get(file)!;
    await expect(unpackProject(blob(await withPiece(ipc)), files.put)).resolves.toBeTruthy();
    expect(await refusal(await withPiece(ipc, { rows: 2 }))).toBe('project.damaged');
    expect(await refusal(await withPiece(ipc.subarray(0, ipc.length - 8)))).toBe('project.damaged');
    expect(await refusal(await withPiece(randomBytes(500)))).toBe('project.damaged');
    expect(await refusal(await withPiece(new Uint8Array(0)))).toBe('project.damaged');
  });

  it('whose ledgers or models are something else is refused', async () => {
    for (const value of [{ kind: 7 }, [1], '{"kind":', null]) {
      const files = new TestFiles();
      const model = await files.json(value);
      const document = { ...emptyDocument(), models: [{ name: 'm', model }] };
      expect(await refusal(await bytesOf(await packProject(document, files.read)))).toBe('project.damaged');
    }
  });
});

describe('a hostile manifest', () => {
  const manifest = (text: string | Uint8Array): Uint8Array => rawZip([zipMember('manifest.json', text, 0)]);

  it.each([
    ['cut', '{"format":2'],
    ['no object', '[2]'],
    ['null', 'null'],
    ['nested a million levels deep', `{"format":2,"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}`],
    ['of a form that never was', '{"format":0.5}'],
    ['of a form that is no number', '{"format":"2"}'],
  ])('%s is refused', async (_, text) => {
    expect(await refusal(manifest(text))).toMatch(/^project\.(damaged|not-a-project)$/);
  });

  it('in another encoding is refused', async () => {
    expect(await refusal(manifest(Buffer.from('{"format":2,"name":"\xff"}', 'latin1')))).toBe('project.damaged');
  });

  it('with the name of a prototype changes none', async () => {
    const text = JSON.stringify(emptyDocument()).replace('{', '{"__proto__":{"evil":1},"constructor":{"evil":1},');
    const { document } = await unpackProject(blob(manifest(text)), new TestFiles().put);
    expect(document).toEqual(emptyDocument());
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
    expect(({} as { evil?: number }).evil).toBeUndefined();
  });
});

describe('a hostile encryption', () => {
  const header = (stanza: string): Buffer =>
    Buffer.concat([
      Buffer.from(`age-encryption.org/v1\n${stanza}\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`),
      randomBytes(500),
    ]);
  const salt = 'A'.repeat(22);

  it.each([30, 19, 99999999999])('with the work factor %s is refused at once', async (logN) => {
    const began = performance.now();
    expect(await refusal(header(`-> scrypt ${salt} ${logN}`), { passphrase: 'p' })).toBe('project.damaged');
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('for a key instead of a passphrase, or without an end of its header, is refused', async () => {
    expect(await refusal(header(`-> X25519 ${'A'.repeat(43)}`), { passphrase: 'p' })).toBe('project.not-a-project');
    expect(await refusal(header(`-> scrypt ${salt} x`), { passphrase: 'p' })).toBe('project.damaged');
    const endless = Buffer.from(`age-encryption.org/v1\n${'a'.repeat(1e6)}`);
    expect(await refusal(endless, { passphrase: 'p' })).toBe('project.damaged');
  });

  it('within an encryption is no project', async () => {
    const { bytes } = await packed();
    const twice = await encrypt(await encrypt(blob(bytes), 'p', 10), 'p', 10);
    expect(await refusal(await bytesOf(twice), { passphrase: 'p' })).toBe('project.not-a-project');
  });
});
