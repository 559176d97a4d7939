import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileRef, ProjectDocument, TablePiece } from '../contract/document.ts';
import { AppError } from '../core/errors.ts';
import { packProject } from './archive/pack.ts';
import { emptyDocument, sampleProject, TestFiles } from './archive/testing.ts';
import { unpackProject } from './archive/unpack.ts';
import { filesOf, parseDocument } from './document.ts';
import { migrate } from './migrations/index.ts';

const parse = (plain: unknown) => parseDocument(JSON.stringify(plain));

function refusal(plain: unknown): AppError {
  try {
    parse(plain);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return expect.fail('it was accepted');
}

const detail = (plain: unknown): unknown => {
  const { code, values } = refusal(plain);
  expect(code).toBe('project.damaged');
  return values['detail'];
};

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const refOf = (sha256: string, kind: string, bytes: number): FileRef => ({
  file: `data/${sha256}.${kind}`,
  bytes,
  sha256,
});
const json = fc.tuple(hash, fc.nat()).map(([sha256, bytes]) => refOf(sha256, 'json', bytes));
const piece = fc
  .tuple(hash, fc.nat(), fc.nat(1e6))
  .map(([sha256, bytes, rows]): TablePiece => ({ ...refOf(sha256, 'arrow', bytes), rows }));
const text = fc.string({ unit: 'binary' });
const name = text.filter((each) => each !== '' && !each.startsWith('__behold_'));
const folded = (each: { name: string }) => each.name.toLowerCase();
const type = fc.constantFrom('VARCHAR', 'DECIMAL(18,3)', 'TIMESTAMP WITH TIME ZONE', `ENUM('a', 'it''s')`, 'INTEGER[]');
const columns = fc.uniqueArray(fc.record({ name: text, type }), { selector: folded, maxLength: 5 });
const rows = fc.record({ columns, pieces: fc.array(piece, { maxLength: 3 }) }).map((each) => ({
  ...each,
  rows: each.pieces.reduce((sum, { rows }) => sum + rows, 0),
}));
const plain = fc.jsonValue();
/** Not a prototype's names: those are left out on purpose. */
const key = fc.string().filter((each) => !['__proto__', 'prototype', 'constructor'].includes(each));
const params = fc.dictionary(
  key,
  fc.oneof(fc.string(), fc.double({ noDefaultInfinity: true, noNaN: true }), fc.boolean()),
);
const steps = fc.array(fc.record({ operation: text, version: fc.nat(), params }), { maxLength: 3 });
const view = fc.record({
  table: text,
  time: text,
  item: text,
  user: fc.oneof(text, fc.record({ sql: text }), fc.record({ constant: fc.nat() })),
});
const mapping = fc.record({ events: view, items: view }, { requiredKeys: [] });
const recipe = fc.record({ steps, report: fc.constant([]), lost: mapping, raw: rows });
const table = fc
  .tuple(name, fc.boolean(), rows, fc.option(recipe))
  .map(([of, published, stored, cleaned]) => ({ name: of, published, ...stored, ...(cleaned && { recipe: cleaned }) }));
const date = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
  .map((each) => each.toISOString());
const saved = { id: text, name: text, fingerprint: text, at: date };
const rule = fc.oneof(
  fc.record({ kind: fc.constant('list' as const), users: fc.array(text) }),
  fc.record({
    kind: fc.constant('mark' as const),
    analysis: text,
    version: fc.nat(),
    params,
    mark: text,
    label: text,
  }),
);
const entry = fc.record({
  id: text,
  at: date,
  kind: fc.constantFrom('notes' as const, 'recipe' as const),
  before: text,
  after: text,
});

const documents = fc.record({
  app: text,
  id: fc.uuid(),
  name: text,
  created: date,
  changed: date,
  tables: fc.uniqueArray(table, { selector: folded, maxLength: 4 }),
  definitions: fc.array(text),
  ledgers: fc.option(json),
  mapping,
  contents: fc.nat(),
  models: fc.uniqueArray(fc.record({ name: text, model: json }), { selector: (each) => each.name, maxLength: 3 }),
  notes: text,
  cohorts: fc.array(fc.record({ ...saved, rule, label: text, users: fc.nat(), extra: plain }), { maxLength: 2 }),
  runs: fc.array(
    fc.record({
      ...saved,
      analysis: text,
      version: fc.nat(),
      params,
      seed: fc.nat(),
      digest: text,
      sentence: text,
      scope: fc.record({ population: rule, events: fc.array(text) }),
    }),
    { maxLength: 2 },
  ),
  query: text,
  history: fc.array(entry, { maxLength: 3 }).map((entries) => ({ entries, done: entries.length })),
  awaits: fc.uniqueArray(fc.record({ name, columns, steps }), { selector: folded, maxLength: 2 }),
});

/** As it would be read back from JSON: -0 is 0 there. */
const plainCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a document', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(documents, (parts) => {
        const document = plainCopy({ ...emptyDocument(), ...parts });
        expect(parse(document)).toEqual({ document });
      }),
      { numRuns: 200 },
    );
  });

  it('names its files: pieces, what recipes start from, models, ledgers', async () => {
    const document = await sampleProject(new TestFiles());
    const [shop, scores] = document.tables;
    const of = (part: string, of: string, ref: FileRef) => ({ part, name: of, ref });
    expect(filesOf(document)).toEqual([
      of('table', 'shop', shop!.pieces[0]!),
      of('table', 'shop', shop!.pieces[1]!),
      of('table', 'shop', shop!.recipe!.raw.pieces[0]!),
      of('table', 'scores', scores!.pieces[0]!),
      of('model', 'spend', document.models[0]!.model),
      of('ledgers', 'ledgers', document.ledgers!),
    ]);
  });

  it('names a file once for each table that rests on it', async () => {
    const document = await sampleProject(new TestFiles());
    const shop = document.tables[0]!;
    const twin = { ...shop, name: 'twin', pieces: [...shop.pieces, ...shop.pieces], recipe: undefined };
    const files = filesOf({ ...document, tables: [shop, twin] });
    expect(files.filter(({ part }) => part === 'table').map((each) => each.name)).toEqual([
      'shop',
      'shop',
      'shop',
      'twin',
      'twin',
    ]);
  });

  it('of a newer form is told from one that is damaged', () => {
    const { code, values } = refusal({ format: 4 });
    expect([code, values]).toEqual(['project.newer', { format: 4, known: 3 }]);
    for (const format of [0, -1, 1.5, '2', null, undefined, 2 ** 60]) expect(detail({ format })).toBe('format');
  });

  it('keeps tables apart whose names differ for the database', () => {
    const tables = ['É', 'é'].map((each) => ({ name: each, published: false, rows: 0, columns: [], pieces: [] }));
    expect(parse({ ...emptyDocument(), tables }).document.tables).toHaveLength(2);
  });
});

describe('a document that was not written by the app is refused', () => {
  const of = 'ab'.repeat(32);
  const good = { ...refOf(of, 'arrow', 8), rows: 1 };
  const withTable = (changes: object): object => ({
    ...emptyDocument(),
    tables: [{ name: 't', published: false, rows: 1, columns: [], pieces: [good], ...changes }],
  });
  const withPiece = (changes: object): object => withTable({ pieces: [{ ...good, ...changes }] });

  it('unlike the one that these cases start from', () => {
    expect(parse(withTable({})).document.tables).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['tables.0.pieces.0.file', withPiece({ file: '../../etc/passwd' })],
    ['tables.0.pieces.0.file', withPiece({ file: `data/${of}.json` })],
    ['tables.0.pieces.0.file', withPiece({ file: `data/${of}.arrow\n` })],
    ['tables.0.pieces.0', withPiece({ file: `data/${'cd'.repeat(32)}.arrow` })],
    ['tables.0.pieces.0.sha256', withPiece({ sha256: of.toUpperCase() })],
    ['tables.0.pieces.0.bytes', withPiece({ bytes: -1 })],
    ['tables.0.pieces.0.bytes', withPiece({ bytes: 1e300 })],
    ['tables.0.pieces.0.rows', withPiece({ rows: 0.5 })],
    ['tables.0', withTable({ rows: 2 })],
    ['tables.0.rows', withTable({ rows: '1' })],
    ['tables.0.name', withTable({ name: '__behold_raw_t' })],
    ['tables.0.name', withTable({ name: '' })],
    [
      'tables.0.columns',
      withTable({
        columns: [
          { name: 'a', type: 'DATE' },
          { name: 'A', type: 'DATE' },
        ],
      }),
    ],
    ['tables.0.columns.0.type', withTable({ columns: [{ name: 'a', type: 'DATE) FROM x; DROP TABLE t; --' }] })],
    [
      'tables',
      {
        ...emptyDocument(),
        tables: ['a', 'A'].map((name) => ({ name, published: false, rows: 0, columns: [], pieces: [] })),
      },
    ],
    [
      'tables',
      {
        ...emptyDocument(),
        tables: Array.from({ length: 10_001 }, (_, i) => ({
          name: `${i}`,
          published: true,
          rows: 0,
          columns: [],
          pieces: [],
        })),
      },
    ],
    ['id', { ...emptyDocument(), id: '../other' }],
    ['created', { ...emptyDocument(), created: 'yesterday' }],
    ['mapping.events.user', { ...emptyDocument(), mapping: { events: { table: 't', user: 5 } } }],
    ['settings.weekStart', { ...emptyDocument(), settings: { ...emptyDocument().settings, weekStart: 'friday' } }],
    ['history', { ...emptyDocument(), history: { entries: [], done: 1 } }],
    ['notes', { ...emptyDocument(), notes: undefined }],
  ])('%s: case %#', (path, plain) => {
    expect(String(detail(plain))).toMatch(new RegExp(`^${path}: `));
  });

  it('where it names too many columns in all', () => {
    const columns = Array.from({ length: 60_000 }, (_, i) => ({ name: `c${i}`, type: 'BIGINT' }));
    const tables = ['a', 'b'].map((name) => ({ name, published: false, rows: 0, columns, pieces: [] }));
    expect(detail({ ...emptyDocument(), tables })).toContain('too many columns');
  });

  it('where it is no JSON, or nests too deep', () => {
    for (const bad of ['', '{', '{"a":"\\', '['.repeat(3e6), `{"format":2,"a":${'[{"b":'.repeat(1e6)}`]) {
      const began = performance.now();
      expect(() => parseDocument(bad)).toThrow(/^project\.damaged/);
      expect(performance.now() - began).toBeLessThan(2000);
    }
  });

  it('but brackets within a text are none', () => {
    const notes = `${'['.repeat(2000)} \\" ${'{"'.repeat(2000)} \\`;
    expect(parse({ ...emptyDocument(), notes }).document.notes).toBe(notes);
  });
});

describe('migration', () => {
  const given = { id: 'new-id', now: '2026-05-06T07:08:09.000Z' };
  const content = { file: 'tables/1.arrow.gz', bytes: 9, sha256: 'ab'.repeat(32), rows: 1, columns: [], pieces: [] };
  const first = {
    format: 1,
    app: '0.0.9',
    tables: [{ ...content, name: 'shop', published: false }],
    mapping: { events: { table: 'shop', user: 'u', time: 't' } },
    settings: { zone: 'Asia/Tokyo' },
    models: [],
    ledgers: null,
  };

  it('gives form 1 what it had not, whether it knew recipes or not', () => {
    const expected: ProjectDocument = {
      ...emptyDocument(),
      app: '0.0.9',
      id: 'new-id',
      name: 'shop',
      created: given.now,
      changed: given.now,
      tables: [{ name: 'shop', published: false, rows: 1, columns: [], pieces: [] }],
      mapping: { events: { table: 'shop', user: 'u', time: 't' } },
      settings: { zone: 'Asia/Tokyo', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 },
    };
    expect(migrate(first, 1, given)).toEqual(expected);
    const raw = { ...content, name: 'shop', rows: 2 };
    const recipes = [{ steps: [], report: [], lost: {}, raw }];
    expect(migrate({ ...first, recipes }, 1, given)['tables']).toEqual([
      { ...expected.tables[0], recipe: { steps: [], report: [], lost: {}, raw: { rows: 2, columns: [], pieces: [] } } },
    ]);
    expect(migrate({ ...first, tables: [] }, 1, given)['name']).toBe('Project');
  });

  it('makes a rule of each cohort of form 2, in the history too', () => {
    const old = { id: 'c', name: 'Buyers', label: 'bought', users: 4, fingerprint: 'f', at: given.now, extra: 1 };
    const mark = { analysis: 'funnel', version: 1, params: { steps: ['a'] }, mark: 'step:1' };
    const entry = { id: 'h', at: given.now, kind: 'cohorts', before: [], after: [{ ...old, ...mark }] };
    const note = { ...entry, id: 'n', kind: 'notes', before: '', after: 'seen' };
    const second = {
      ...emptyDocument(),
      format: 2,
      cohorts: [{ ...old, ...mark }],
      history: { entries: [entry, note], done: 2 },
    };
    const { document, migratedFrom } = parse(second);
    const now = { ...old, rule: { kind: 'mark', ...mark, label: 'bought' } };
    expect([migratedFrom, document.format, document.cohorts]).toEqual([2, 3, [now]]);
    expect(document.history).toEqual({ entries: [{ ...entry, after: [now] }, note], done: 2 });
    expect(detail({ ...second, cohorts: 7 })).toContain('form 2');
    expect(detail({ ...emptyDocument(), cohorts: [{ ...old, ...mark }] })).toContain('cohorts.0.rule');
  });

  it('leaves what it was given as it was, and refuses what has not the form', () => {
    const before = structuredClone(first);
    migrate(first, 1, given);
    expect(first).toEqual(before);
    expect(detail({ format: 1, tables: 7 })).toContain('form 1');
    expect(detail({ format: 1 })).toBeTruthy();
  });
});

describe('a project file of any document', () => {
  it('gives the document back', async () => {
    const files = new TestFiles();
    const [ledgers, model] = [await files.json([]), await files.json({ kind: 'k' })];
    const pieces = [await files.piece({ a: ['x', 'y'] })];
    const property = fc.asyncProperty(documents, async (parts) => {
      const tables = parts.tables.map((each) => ({ ...each, rows: 2, pieces, recipe: undefined }));
      const models = parts.models.map((each) => ({ ...each, model }));
      const document = plainCopy({ ...emptyDocument(), ...parts, tables, models, ledgers });
      expect((await unpackProject(await packProject(document, files.read), files.put)).document).toEqual(document);
    });
    await fc.assert(property, { numRuns: 50 });
  });
});
