import type { ProjectDocument } from '../contract/document.ts';
import type { KeptBytes } from '../contract/storage.ts';
import { filesOf } from './document.ts';
import type { Folder } from './folder.ts';
import { filesBelow, nullIfGone } from './folder.ts';
import type { Generation } from './generation.ts';
import { readGeneration } from './generation.ts';
import { isFault, projectFolders } from './project-folder.ts';
import { readRecord } from './record.ts';
import { TEMPORARY } from './write.ts';

/** Every byte of every folder, by what it is; a folder of no project too, so that nothing is kept unseen. */
export async function keptBytes(root: Folder): Promise<KeptBytes[]> {
  const kept = (await projectFolders(root)).map((folder) => bytesOfFolder(folder).catch(nullIfGone));
  return (await Promise.all(kept)).filter((each) => each !== null);
}

async function bytesOfFolder(folder: Folder): Promise<KeptBytes> {
  const generation = await currentOf(folder).catch(() => null);
  const owners = ownersOf(generation?.document);
  const tables = new Map((generation?.document.tables ?? []).map(({ name }) => [name, 0]));
  const kept: KeptBytes = {
    id: folder.name,
    name: generation?.document.name ?? '',
    tables: [],
    models: 0,
    documents: 0,
    older: 0,
  };
  for await (const { path, entry } of filesBelow(folder)) {
    // A commit may be collecting what it was a moment ago.
    const { size } = (await entry.getFile().catch(nullIfGone)) ?? { size: 0 };
    const owner = owners.get(path);
    if (owner?.part === 'table') tables.set(owner.name, tables.get(owner.name)! + size);
    else if (owner?.part === 'model') kept.models += size;
    else if (owner || isDocument(path)) kept.documents += size;
    else kept.older += size;
  }
  return { ...kept, tables: [...tables].map(([name, bytes]) => ({ name, bytes })) };
}

/** A file that several tables share counts for the first. */
const ownersOf = (document?: ProjectDocument) =>
  new Map((document ? filesOf(document) : []).reverse().map((each) => [each.ref.file, each]));

const isDocument = (path: string): boolean => !path.startsWith('data/') && !path.endsWith(TEMPORARY);

async function currentOf(folder: Folder): Promise<Generation | null> {
  const found = await readRecord(folder);
  if (found.state !== 'whole' || !found.record.current) return null;
  const generation = await readGeneration(folder, found.record.current);
  return isFault(generation) ? null : generation;
}
