import type { ProjectDocument } from '../contract/document.ts';
import { filesOf } from './document.ts';
import type { Folder } from './folder.ts';
import { entriesOf, folderIn } from './folder.ts';
import { GENERATIONS, generationName, readGeneration } from './generation.ts';
import { MARKS } from './marks.ts';
import { isFault } from './project-folder.ts';
import type { ProjectRecord } from './record.ts';
import { isLeftover } from './write.ts';

type Kept = Pick<ProjectRecord, 'current' | 'previous' | 'backup'>;

/**
 * Removes what neither the current generation nor the one before (nor the backup) needs, and what writes cut short have left.
 * `pending` files, put and not yet committed, stay. Removes no data file as long as a kept generation can't be read.
 */
export async function collect(
  project: Folder,
  record: Kept,
  current: ProjectDocument,
  pending: ReadonlySet<string>,
): Promise<void> {
  const older = [record.previous, record.backup].filter((ref) => ref !== null);
  const names = new Set([record.current, ...older].map((ref) => ref && generationName(ref.sequence)));
  await sweep(await folderIn(project, GENERATIONS), (name) => !names.has(name));
  for (const folder of [project, await folderIn(project, MARKS)]) await sweep(folder, isLeftover);
  const documents = [current];
  for (const ref of older) {
    const generation = await readGeneration(project, ref);
    if (isFault(generation)) return;
    documents.push(generation.document);
  }
  const needed = new Set(documents.flatMap(filesOf).map(({ ref }) => ref.file));
  const unneeded = (name: string) => !needed.has(`data/${name}`) && !pending.has(`data/${name}`);
  await sweep(await folderIn(project, 'data'), (name) => (name.endsWith('.tmp') ? isLeftover(name) : unneeded(name)));
}

/** Removes the files that `goes` says; one that is held open stays until the next time. */
async function sweep(folder: Folder | null, goes: (name: string) => boolean): Promise<void> {
  for (const { kind, name } of await entriesOf(folder)) {
    if (kind === 'file' && goes(name)) await folder!.removeEntry(name).catch(() => undefined);
  }
}
