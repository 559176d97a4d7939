import type { FileRef } from '../contract/document.ts';
import { sha256 } from './digest.ts';
import type { Folder } from './folder.ts';
import { entriesOf, fileIn, folderIn } from './folder.ts';

/** Why a file is not as it was written. */
export type Fault = 'missing' | 'length' | 'content' | 'unreadable';

export const isFault = (outcome: unknown): outcome is Fault => typeof outcome === 'string';

/** A larger record or generation is none of ours. */
export const MOST_DOCUMENT_BYTES = 256 << 20;

const DATA_FILE = /^data\/([0-9a-f]{64}\.(?:arrow|json))$/;

/** The folder of all projects; null if nothing was ever kept. */
export async function projectsFolder(root: Folder): Promise<Folder | null> {
  const behold = await folderIn(root, 'behold');
  return behold && folderIn(behold, 'projects');
}

export async function makeProjectsFolder(root: Folder): Promise<Folder> {
  const behold = await root.getDirectoryHandle('behold', { create: true });
  return behold.getDirectoryHandle('projects', { create: true });
}

/** The names of the folders that projects may be in. */
export async function projectFolders(root: Folder): Promise<Folder[]> {
  const entries = await entriesOf(await projectsFolder(root));
  return entries.filter((entry) => entry.kind === 'directory');
}

/** The name of a data file within `data/`; null for a path that the store would never have given. */
export function dataName({ file, sha256: sum }: FileRef): string | null {
  const name = DATA_FILE.exec(file)?.[1];
  return name?.startsWith(sum) ? name : null;
}

/** Where a project's files lie; null if it has none. */
export const dataFolder = async (project: Folder | null): Promise<Folder | null> =>
  project && folderIn(project, 'data');

/** The file of a reference, if it is as long as it should be. */
export async function sized(data: Folder | null, ref: FileRef): Promise<Blob | Fault> {
  const name = dataName(ref);
  if (!name) return 'unreadable';
  const file = await fileIn(data, name);
  if (!file) return 'missing';
  return file.size === ref.bytes ? file : 'length';
}

/** The bytes of a file that is as long as it should be, if they are those that it was named after. */
export async function checkedBytes(file: Blob, ref: FileRef, hashed = true): Promise<Uint8Array<ArrayBuffer> | Fault> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return !hashed || (await sha256(bytes)) === ref.sha256 ? bytes : 'content';
  } catch {
    return 'unreadable';
  }
}
