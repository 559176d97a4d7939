import { tableFromArrays, tableToIPC } from 'apache-arrow';
import type { FileRef, ProjectDocument, TablePiece } from '../../contract/document.ts';
import { sha256 } from '../digest.ts';
import type { Put } from './put.ts';

/** The files of a project in memory, as storage keeps them; `written` counts what was put. */
export class TestFiles {
  readonly contents = new Map<string, Uint8Array>();
  written = 0;

  readonly put: Put = async (bytes, kind) => {
    const hash = await sha256(bytes);
    const ref = { file: `data/${hash}.${kind}`, bytes: bytes.length, sha256: hash };
    this.contents.set(ref.file, bytes.slice());
    this.written++;
    return ref;
  };

  readonly read = async ({ file }: FileRef): Promise<Blob> =>
    new Blob([this.contents.get(file) as Uint8Array<ArrayBuffer>]);

  async json(value: unknown): Promise<FileRef> {
    return this.put(new TextEncoder().encode(JSON.stringify(value)), 'json');
  }

  async piece(columns: Record<string, unknown[]>): Promise<TablePiece> {
    const table = tableFromArrays(columns as Record<string, string[]>);
    return { ...(await this.put(tableToIPC(table, 'stream'), 'arrow')), rows: table.numRows };
  }
}

const day = '2026-01-02T03:04:05.000Z';

/** A project without anything in it. */
export const emptyDocument = (): ProjectDocument => ({
  format: 3,
  app: '0.1.0',
  id: 'p-1',
  name: 'Shop',
  created: day,
  changed: day,
  tables: [],
  definitions: [],
  ledgers: null,
  mapping: {},
  settings: { zone: 'UTC', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 },
  contents: 0,
  models: [],
  notes: '',
  cohorts: [],
  runs: [],
  report: { title: '', blocks: [] },
  query: '',
  history: { entries: [], done: 0 },
  awaits: [],
});

/** Users that must be found in a project file, and never in a template. */
export const users = ['ann-7f3a91', 'bob-22c0de', 'cleo-9e114b'];

/** A project with some of everything: a cleaned table of two pieces, a published one, a model, ledgers, saved work, a history. */
export async function sampleProject(files: TestFiles): Promise<ProjectDocument> {
  const [ann, bob, cleo] = users as [string, string, string];
  const columns = [
    { name: 'user', type: 'VARCHAR' },
    { name: 'event', type: `ENUM('view', '${ann}')` },
  ];
  const first = await files.piece({ user: [ann, bob], event: ['view', 'buy'] });
  const second = await files.piece({ user: [cleo], event: ['view'] });
  const raw = await files.piece({ user: [ann, bob, cleo, cleo], event: ['view', 'buy', 'view', 'view'] });
  const scores = await files.piece({ user: [ann, bob], score: [0.25, 0.75] });
  const steps = [
    { operation: 'deduplicate', version: 1, params: { columns: ['user'] } },
    {
      operation: 'pseudonymise',
      version: 1,
      params: { columns: ['user'], key: 'a very secret key', length: 16 },
      off: true,
    },
  ];
  const examples = { columns: ['user'], rows: [{ before: [cleo], after: null }], afterColumns: ['user'] };
  const report = [{ step: steps[0]!, touched: 1, before: { rows: 4 }, after: { rows: 3 }, figures: {}, examples }];
  const work = { analysis: 'funnel', version: 1, params: { steps: ['view', 'buy'] }, fingerprint: 'f00d', at: day };
  const { analysis, version, params } = work;
  const mark = { kind: 'mark', analysis, version, params, mark: 'step-2', label: 'bought' } as const;
  return {
    ...emptyDocument(),
    tables: [
      {
        name: 'shop',
        published: false,
        rows: 3,
        columns,
        pieces: [first, second],
        recipe: { steps, report, lost: {}, raw: { rows: 4, columns, pieces: [raw] } },
      },
      {
        name: 'scores',
        published: true,
        rows: 2,
        columns: [
          { name: 'user', type: 'VARCHAR' },
          { name: 'score', type: 'DOUBLE' },
        ],
        pieces: [scores],
      },
    ],
    definitions: [`CREATE VIEW main.one AS SELECT * FROM shop WHERE "user" = '${ann}'`],
    ledgers: await files.json([{ table: 'shop', ms: 3, ledger: { rows: 4, rejected: [{ line: 9, text: bob }] } }]),
    mapping: { events: { table: 'shop', user: 'user', time: { sql: 'now()' }, event: 'event' } },
    contents: 7,
    models: [{ name: 'spend', model: await files.json({ kind: 'mean', card: {}, state: { [ann]: 1 } }) }],
    notes: 'What we saw.',
    cohorts: [
      {
        id: 'c',
        name: 'Buyers',
        rule: { kind: 'or', of: [mark, { kind: 'not', of: { kind: 'list', users: [ann, cleo] } }] },
        label: 'bought',
        users: 1,
        fingerprint: work.fingerprint,
        at: day,
      },
    ],
    runs: [
      {
        ...work,
        id: 'r',
        name: 'Funnel',
        seed: 1,
        digest: 'ab'.repeat(32),
        sentence: `${bob} bought most.`,
        scope: { population: { ...mark, scope: { population: { kind: 'list', users: [bob] } } }, events: ['view'] },
      },
    ],
    report: { title: 'Spring', blocks: [{ id: 'b', kind: 'run', run: 'r' }] },
    query: 'SELECT 1',
    history: { entries: [{ id: 'h', at: day, kind: 'notes', before: '', after: `${cleo} came twice` }], done: 1 },
  };
}
