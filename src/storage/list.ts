import type { KeptProject } from '../contract/storage.ts';
import type { Folder } from './folder.ts';
import { nullIfGone } from './folder.ts';
import { isFault, projectFolders } from './project-folder.ts';
import { readUnnamed, sequencesIn } from './generation.ts';
import type { FoundRecord, Summary } from './record.ts';
import { readRecord, summaryOf } from './record.ts';
import { isRemoved } from './remove.ts';

/** The projects of a root, the one changed last first, from their records; folders of no project are left out. */
export async function listProjects(root: Folder): Promise<KeptProject[]> {
  const rows = await Promise.all((await projectFolders(root)).map((folder) => rowOf(folder).catch(nullIfGone)));
  return rows
    .filter((row) => row !== null)
    .sort((a, b) => (a.changed < b.changed ? 1 : a.changed > b.changed ? -1 : 0));
}

async function rowOf(folder: Folder): Promise<KeptProject | null> {
  const found = await readRecord(folder);
  if (found.state === 'whole') {
    const { current, summary } = found.record;
    return current && { id: folder.name, ...summary, state: 'whole' };
  }
  if (found.state === 'newer') return { id: folder.name, ...blank(folder.name), ...found.summary, state: 'newer' };
  return (await isLost(folder, found)) ? { id: folder.name, ...(await remembered(folder)), state: 'damaged' } : null;
}

/** Whether there is, or was, a record that can't be read. */
async function isLost(folder: Folder, { state }: FoundRecord): Promise<boolean> {
  if (state === 'damaged') return true;
  return (await sequencesIn(folder)).length > 0 && !(await isRemoved(folder));
}

const blank = (name: string): Summary => ({ name, created: '', changed: '', tables: 0, rows: 0, bytes: 0 });

/** What the newest generation that can be read says of a project without a record. */
async function remembered(folder: Folder): Promise<Summary> {
  for (const sequence of await sequencesIn(folder)) {
    const generation = await readUnnamed(folder, sequence).catch(() => 'unreadable' as const);
    if (!isFault(generation)) return summaryOf(generation.document, generation.ref.bytes);
  }
  return blank(folder.name);
}

/** The folders of projects that were removed and did not go whole, as something ended the removal. */
export async function halfRemoved(root: Folder): Promise<string[]> {
  const folders = await projectFolders(root);
  const gone = await Promise.all(
    folders.map(async (folder) => (await readRecord(folder)).state === 'missing' && (await isRemoved(folder))),
  );
  return folders.filter((_, i) => gone[i]).map(({ name }) => name);
}
