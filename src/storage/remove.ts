import { AppError } from '../core/errors.ts';
import type { Folder } from './folder.ts';
import { entriesOf, fileIn, folderIn, isMissing, removeIn } from './folder.ts';
import { GENERATIONS } from './generation.ts';
import { RECORD } from './record.ts';

/** A record that was taken away goes under this name, so that a removal cut short is never taken for damage. */
const REMOVED = 'removed';

export const isRemoved = async (project: Folder): Promise<boolean> => (await fileIn(project, REMOVED)) !== null;

/**
 * Removes a project's folder: the record first, then the generations, so that what a crash leaves is no
 * project. Throws `storage.write-failed`
 * (file, detail) where another tab holds one of its files open.
 */
export async function removeProject(projects: Folder, id: string): Promise<void> {
  const project = await folderIn(projects, id);
  if (!project) return;
  await retireRecord(project);
  await removeIn(project, GENERATIONS).catch(() => undefined);
  await removeIn(projects, id).catch(() => emptied(project));
  await removeIn(projects, id).catch((error: unknown) => {
    throw new AppError('storage.write-failed', { file: id, detail: String(error) }, { cause: error });
  });
}

async function retireRecord(project: Folder): Promise<void> {
  try {
    const record = await project.getFileHandle(RECORD);
    // A full disk refuses even a new name.
    await record.move(REMOVED).catch(() => project.removeEntry(RECORD));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Removes what can be removed of a folder of which some file is held open. */
async function emptied(folder: Folder): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (entry.kind === 'directory') await emptied(entry);
    if (entry.name !== REMOVED) await removeIn(folder, entry.name).catch(() => undefined);
  }
}
