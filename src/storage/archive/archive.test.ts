import { describe, expect, it } from 'vitest';
import type { ProjectDocument } from '../../contract/document.ts';
import { encrypt } from './age.ts';
import { packProject } from './pack.ts';
import { emptyDocument, sampleProject, TestFiles, users } from './testing.ts';
import { unpackProject } from './unpack.ts';

const outcome = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: Error) => error.name,
  );

const holds = async (file: Blob, text: string): Promise<boolean> =>
  Buffer.from(await file.arrayBuffer()).includes(text);

async function packed(options = {}): Promise<{ document: ProjectDocument; files: TestFiles; file: Blob }> {
  const files = new TestFiles();
  const document = await sampleProject(files);
  return { document, files, file: await packProject(document, files.read, options) };
}

describe('a project file', () => {
  it('gives back the document and every file, to the byte', async () => {
    const { document, files, file } = await packed();
    const opened = new TestFiles();
    expect(await unpackProject(file, opened.put, {})).toEqual({ document });
    expect([...opened.contents].sort()).toEqual([...files.contents].sort());
    expect(opened.written).toBe(6);
  });

  it('is the same bytes for the same project', async () => {
    const { document, files, file } = await packed();
    const again = await packProject(document, files.read);
    expect(Buffer.from(await again.arrayBuffer()).equals(Buffer.from(await file.arrayBuffer()))).toBe(true);
  });

  it('holds a file once that two tables share', async () => {
    const files = new TestFiles();
    const piece = await files.piece({ a: ['x'] });
    const table = { published: false, rows: 1, columns: [{ name: 'a', type: 'VARCHAR' }], pieces: [piece] };
    const document = {
      ...emptyDocument(),
      tables: [
        { ...table, name: 'one' },
        { ...table, name: 'two' },
      ],
    };
    const opened = new TestFiles();
    expect((await unpackProject(await packProject(document, files.read), opened.put)).document).toEqual(document);
    expect(opened.written).toBe(1);
  });

  it('is not made of what was damaged on disk, or could not be opened again', async () => {
    const { document, files } = await packed();
    const { file } = document.tables[0]!.pieces[1]!;
    files.contents.get(file)![20]! ^= 1;
    expect(await outcome(packProject(document, files.read))).toBe('project.file-damaged');
    expect(await outcome(packProject({ ...document, id: '../x' }, files.read))).toBe('project.damaged');
    expect(await outcome(packProject(document, files.read, { passphrase: '' }))).toBe('project.empty-passphrase');
  });
});

describe('a template', () => {
  it('waits for the imported tables, with their steps, and keeps the saved work', async () => {
    const { document, file } = await packed({ data: false });
    const opened = new TestFiles();
    const { document: template } = await unpackProject(file, opened.put);
    expect(opened.written).toBe(0);
    expect(template.awaits).toEqual([
      {
        name: 'shop',
        columns: [
          { name: 'user', type: 'VARCHAR' },
          { name: 'event', type: 'VARCHAR' },
        ],
        steps: [
          { operation: 'deduplicate', version: 1, params: { columns: ['user'] } },
          { operation: 'pseudonymise', version: 1, params: { columns: ['user'], key: '', length: 16 }, off: true },
        ],
      },
    ]);
    const { mapping, settings, notes, report, query, name } = document;
    expect(template).toMatchObject({
      mapping,
      settings,
      notes,
      report,
      query,
      name,
      tables: [],
      models: [],
      ledgers: null,
    });
    expect(template.runs).toMatchObject([{ id: 'r', seed: 1, digest: '', sentence: '', fingerprint: '' }]);
    expect(template.cohorts).toMatchObject([{ id: 'c', users: 0, fingerprint: '' }]);
    expect(template.history).toEqual({ entries: [], done: 0 });
  });

  it('holds no identifier and no key anywhere, where the project itself does', async () => {
    const { document, file } = await packed({ data: false });
    for (const secret of [...users, 'a very secret key']) {
      expect(JSON.stringify(document)).toContain(secret);
      expect(await holds(file, secret)).toBe(false);
    }
  });
});

/** Guesses are made cheap: a test tells no more by waiting. */
const cheap = 10;

describe('an encrypted project file', () => {
  it('opens with its passphrase alone, and says nothing without', async () => {
    const { document, file: plain } = await packed();
    const file = await encrypt(plain, 'correct horse battery', cheap);
    expect(await file.slice(0, 22).text()).toBe('age-encryption.org/v1\n');
    expect(await holds(file, 'manifest.json')).toBe(false);
    const { put } = new TestFiles();
    expect(await unpackProject(file, put, { passphrase: 'correct horse battery' })).toEqual({ document });
    expect(await outcome(unpackProject(file, put))).toBe('project.encrypted');
    expect(await outcome(unpackProject(file, put, { passphrase: 'correct horse' }))).toBe('project.wrong-passphrase');
  });
});
