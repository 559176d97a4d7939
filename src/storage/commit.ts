import type { FileRef, ProjectDocument } from '../contract/document.ts';
import { AppError } from '../core/errors.ts';
import { collect } from './collect.ts';
import { dataFolder, dataName, isFault, makeProjectsFolder, sized } from './project-folder.ts';
import type { Fault } from './project-folder.ts';
import { filesOf, parseDocument } from './document.ts';
import type { Folder } from './folder.ts';
import { removeIn } from './folder.ts';
import type { Generation } from './generation.ts';
import {
  GENERATIONS,
  generationName,
  readGeneration,
  readUnnamed,
  sequencesIn,
  writeGeneration,
} from './generation.ts';
import type { FoundRecord, GenerationRef, ProjectRecord } from './record.ts';
import { readRecord, summaryOf, writeRecord } from './record.ts';
import type { BadFiles } from './salvage.ts';
import type { Sources } from './sources.ts';
import { freeOf } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';
import { writeChecked } from './write.ts';

/** What a commit needs to know of this worker's dealings with the project. */
export interface CommitContext {
  surroundings: Surroundings;
  sources: Sources;
  /** Files that are known to be bad on the project's disk. */
  bad: BadFiles;
  /** Files that were put and not yet committed, by path: they are not collected. */
  pending: ReadonlySet<string>;
}

type NewRecord = Omit<ProjectRecord, 'record'>;

export const commitLock = (id: string): string => `behold-commit-${id}`;

/**
 * Makes a document the current generation if the record still stands where `after` says. Throws `storage.conflict` (expected,
 * found), `storage.damaged` (file, reason) for a document that names what is not there, `project.newer`, `storage.full`,
 * `storage.write-failed`; then the project is as it was.
 */
export const commitProject = (
  context: CommitContext,
  id: string,
  document: ProjectDocument,
  after: number,
): Promise<number> =>
  context.surroundings.locks.request(commitLock(id), () => commitLocked(context, id, document, after));

async function commitLocked(
  context: CommitContext,
  id: string,
  document: ProjectDocument,
  after: number,
): Promise<number> {
  // What can't be opened again must never become current.
  parseDocument(JSON.stringify(document));
  const projects = await makeProjectsFolder(context.surroundings.root);
  const project = await projects.getDirectoryHandle(id, { create: true });
  const found = await readRecord(project);
  const standing = await standingOf(project, found);
  if (standing !== after) throw new AppError('storage.conflict', { expected: after, found: standing });
  await ensureFiles(context, id, project, document);
  const old = await replaced(project, found, context.bad);
  const record = await advance(context, project, document, { found, old, sequence: standing + 1 });
  await collect(project, record, document, context.pending).catch(() => undefined);
  return record.sequence;
}

/** The number that a commit must follow: the record's, or where that is lost the highest generation's. Throws `project.newer`. */
async function standingOf(project: Folder, found: FoundRecord): Promise<number> {
  if (found.state === 'newer') throw new AppError('project.newer', { format: found.format, known: found.known });
  return found.state === 'whole' ? found.record.sequence : ((await sequencesIn(project))[0] ?? 0);
}

/** Every file that the document names is on the disk, as long as it should be; what is not is brought from where it can be had. */
async function ensureFiles(
  { surroundings, sources, bad }: CommitContext,
  id: string,
  project: Folder,
  document: ProjectDocument,
): Promise<void> {
  const refs = [...new Map(filesOf(document).map(({ ref }) => [ref.file, ref])).values()];
  const data = await dataFolder(project);
  const faults = await Promise.all(refs.map(async (ref) => bad.get(ref.file) ?? (await faultBySize(data, ref))));
  for (const [i, ref] of refs.entries()) {
    if (!faults[i]) continue;
    await writeData(surroundings, project, ref, await sources.wholeBytes(id, ref));
  }
}

async function faultBySize(data: Folder | null, ref: FileRef): Promise<Fault | null> {
  const file = await sized(data, ref);
  return isFault(file) ? file : null;
}

/** Writes the bytes of a file into its place. */
export async function writeData(
  surroundings: Surroundings,
  project: Folder,
  ref: FileRef,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const data = await project.getDirectoryHandle('data', { create: true });
  await writeChecked(data, dataName(ref)!, bytes, freeOf(surroundings));
}

interface Replaced {
  previous: Generation | null;
  backup: GenerationRef | null;
}

/** The generations to keep beside the new one: the newest that is whole, and the last of an older form. */
async function replaced(project: Folder, found: FoundRecord, bad: BadFiles): Promise<Replaced> {
  const named = found.state === 'whole' ? found.record : null;
  const candidates = named ? [named.current, named.previous] : [];
  const unnamed = found.state === 'damaged' || found.state === 'missing' ? await sequencesIn(project) : [];
  const reads = [
    ...candidates.filter((ref) => ref !== null).map((ref) => () => readGeneration(project, ref)),
    ...unnamed.map((sequence) => () => readUnnamed(project, sequence)),
  ];
  const previous = await newestWhole(project, reads, bad);
  const olderForm = previous?.migratedFrom !== undefined;
  return { previous, backup: olderForm ? previous.ref : (named?.backup ?? null) };
}

async function newestWhole(
  project: Folder,
  reads: readonly (() => Promise<Generation | Fault>)[],
  bad: BadFiles,
): Promise<Generation | null> {
  let newest: Generation | null = null;
  for (const read of reads) {
    const generation = await read();
    if (isFault(generation)) continue;
    newest ??= generation;
    if (await isWhole(project, generation.document, bad)) return generation;
  }
  return newest;
}

async function isWhole(project: Folder, document: ProjectDocument, bad: BadFiles): Promise<boolean> {
  const data = await dataFolder(project);
  const faults = filesOf(document).map(async ({ ref }) => bad.get(ref.file) ?? (await faultBySize(data, ref)));
  return (await Promise.all(faults)).every((fault) => fault === null);
}

/** Writes the generation, then swaps the record: before the swap nothing has happened, after it everything has. */
async function advance(
  { surroundings }: CommitContext,
  project: Folder,
  document: ProjectDocument,
  { found, old, sequence }: { found: FoundRecord; old: Replaced; sequence: number },
): Promise<NewRecord> {
  const free = freeOf(surroundings);
  // A first commit says that it has begun: else generations without a record would look like a record that was lost.
  if (found.state === 'missing' && sequence === 1) await writeRecord(project, begun(document), free);
  const written = new Date().toISOString();
  const current = await writeGeneration(project, { sequence, written, document }, free);
  const previous = old.previous?.ref ?? null;
  const bytes = bytesOf(document, old.previous?.document) + current.bytes + (previous?.bytes ?? 0);
  const record = { sequence, current, previous, backup: old.backup, summary: summaryOf(document, bytes) };
  await swap(project, record, free);
  return record;
}

const begun = (document: ProjectDocument): NewRecord => ({
  sequence: 0,
  current: null,
  previous: null,
  backup: null,
  summary: summaryOf(document, 0),
});

/** A swap that failed, and yet took place, is a success. */
async function swap(project: Folder, record: NewRecord, free: () => Promise<number | null>): Promise<void> {
  try {
    await writeRecord(project, record, free);
  } catch (error) {
    const found = await readRecord(project);
    if (isRecord(found, record)) return;
    if (found.state === 'whole') await removeUncommitted(project, record.sequence);
    throw error;
  }
  if (!isRecord(await readRecord(project), record))
    throw new AppError('storage.write-failed', { file: 'record.json', detail: 'swap' });
}

const isRecord = (found: FoundRecord, { sequence, current }: NewRecord): boolean =>
  found.state === 'whole' && found.record.sequence === sequence && found.record.current?.sha256 === current?.sha256;

async function removeUncommitted(project: Folder, sequence: number): Promise<void> {
  const folder = await project.getDirectoryHandle(GENERATIONS);
  await removeIn(folder, generationName(sequence)).catch(() => undefined);
}

function bytesOf(...documents: (ProjectDocument | undefined)[]): number {
  const files = documents.filter((document) => document !== undefined).flatMap(filesOf);
  const sizes = new Map(files.map(({ ref }) => [ref.file, ref.bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}
