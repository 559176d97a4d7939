import type { Folder } from './folder.ts';
import { bytesIn, entriesOf, folderIn, removeIn } from './folder.ts';
import { MOST_DOCUMENT_BYTES } from './project-folder.ts';
import { seal, unseal } from './sealed.ts';
import type { Free } from './write.ts';
import { writeChecked } from './write.ts';

export const MARKS = 'marks';
const MARK = /^([\w-]+)\.json$/;

/** Keeps a small value under a name (letters, digits, `-`, `_`), in place of the one before. */
export async function writeMark(project: Folder, name: string, value: unknown, free: Free): Promise<void> {
  const file = fileOf(name);
  const folder = await project.getDirectoryHandle(MARKS, { create: true });
  await writeChecked(folder, file, await seal(value), free);
}

export async function removeMark(project: Folder | null, name: string): Promise<void> {
  const folder = project && (await folderIn(project, MARKS));
  if (folder) await removeIn(folder, fileOf(name));
}

/** All marks by name. A mark is only a help: a damaged one is left out. */
export async function readMarks(project: Folder): Promise<Record<string, unknown>> {
  const folder = await folderIn(project, MARKS);
  const names = (await entriesOf(folder))
    .map((entry) => MARK.exec(entry.name)?.[1])
    .filter((name) => name !== undefined);
  const values = await Promise.all(names.map(async (name) => [name, await readMark(folder, name)] as const));
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

async function readMark(folder: Folder | null, name: string): Promise<unknown> {
  const bytes = await bytesIn(folder, fileOf(name), MOST_DOCUMENT_BYTES).catch(() => null);
  return bytes === null || bytes === 'length' ? undefined : unseal(bytes);
}

function fileOf(name: string): string {
  const file = `${name}.json`;
  if (!MARK.test(file)) throw new TypeError(`No mark can be called ${name}.`);
  return file;
}
