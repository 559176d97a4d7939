import { AppError } from '../core/errors.ts';
import type { Folder } from './folder.ts';
import { entriesOf, fileIn, folderIn, isMissing, removeIn } from './folder.ts';
import { RECORD } from './record.ts';

/** A record that was taken away goes under this name, so that a removal cut short is never taken for damage. */
const REMOVED = 'removed';

export const isRemoved = async (project: Folder): Promise<boolean> => (await fileIn(project, REMOVED)) !== null;

/**
 * Removes a project's folder: the record first and its marker last, so that what a crash leaves is no project, and is known for
 * what it is. Throws `storage.write-failed` (file, detail) where another tab holds one of its files open.
 */
export async function removeProject(projects: Folder, id: string): Promise<void> {
  const project = await folderIn(projects, id);
  if (!project) return;
  await retireRecord(project);
  for (const { name } of await entriesOf(project))
    if (name !== REMOVED) await removeIn(project, name).catch(() => undefined);
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
