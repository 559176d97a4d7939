import type { JobOptions } from '../../contract/engine.ts';
import type { UserList } from '../../contract/population.ts';
import type { DecodedPart } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import type { Workers } from '../caller.ts';
import type { Populations } from './populations.ts';

/** Of a file with more columns, which one names users is looked for among these. */
const mostColumns = 40;
const mostUnknown = 20;

interface Column {
  name: string;
  /** Each value once, in the order of the file; first the heading, which a file without headings has for its first user. */
  values: Set<string>;
}

/** The users that a file names: the values of the column that names most of the log's users. Throws `population.no-list`. */
export async function readUserList(
  files: Workers['files'],
  populations: Populations,
  file: File,
  job: JobOptions,
): Promise<UserList> {
  const columns = await readColumns(files, file, job);
  const lists = [];
  for (const { name, values } of columns) {
    const known = new Set(await populations.users({ kind: 'list', users: [...values] }, job));
    // A heading that is no user of the log is a heading.
    const users = [...values].filter((value) => value !== name || known.has(name));
    lists.push({ column: name, users, known });
  }
  const [best] = lists.toSorted((a, b) => b.known.size - a.known.size);
  if (!best || best.users.length === 0) throw new AppError('population.no-list', { file: file.name });
  const { column, users, known } = best;
  const unknown = users.filter((user) => !known.has(user));
  return { column, users, known: known.size, unknown: unknown.slice(0, mostUnknown) };
}

async function readColumns(files: Workers['files'], file: File, { signal, onProgress }: JobOptions): Promise<Column[]> {
  const { tableFromIPC } = await import('apache-arrow');
  let columns: Column[] = [];
  const take = (part: DecodedPart): void => {
    if (part.kind === 'begin') {
      columns = [];
      return;
    }
    const table = tableFromIPC(part.ipc);
    table.schema.fields.slice(0, mostColumns).forEach(({ name }, n) => {
      const { values } = (columns[n] ??= { name, values: new Set([name]) });
      for (const value of table.getChildAt(n)!) {
        const text = value === null ? '' : String(value).trim();
        if (text !== '') values.add(text);
      }
    });
  };
  const ledger = await files.call('decode', [file, { types: 'text' }, async (part) => take(part), signal, onProgress]);
  for (const [n, { name, original }] of ledger.columns.slice(0, mostColumns).entries()) {
    const found = columns[n];
    if (found)
      columns[n] = { name: original ?? name, values: new Set([original ?? name, ...[...found.values].slice(1)]) };
  }
  return columns;
}
