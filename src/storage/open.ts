import type { Damage, FoundProject } from '../contract/storage.ts';
import type { FileRef, ProjectDocument } from '../contract/document.ts';
import { AppError } from '../core/errors.ts';
import { filesOf } from './document.ts';
import type { Folder } from './folder.ts';
import type { Generation } from './generation.ts';
import { generationName, readGeneration, readUnnamed, sequencesIn } from './generation.ts';
import { readMarks } from './marks.ts';
import type { Fault } from './project-folder.ts';
import { isFault } from './project-folder.ts';
import type { FoundRecord, GenerationRef } from './record.ts';
import { RECORD, readRecord } from './record.ts';
import type { BadFiles } from './salvage.ts';
import { damageBy, without } from './salvage.ts';
import type { Sources } from './sources.ts';
import { isRemoved } from './remove.ts';

/** A generation that might be the one to use: how to read it. */
interface Candidate {
  sequence: number;
  read: () => Promise<Generation | Fault>;
}

/** Opening a project, and which of its files turned out bad on its own disk: a later commit mends or drops them. */
export interface Opened {
  found: FoundProject;
  bad: BadFiles;
}

const ATTEMPTS = 6;

/**
 * Reads a project and checks every byte of it; writes nothing. Another tab may commit meanwhile and clear away what this one
 * is about to read: damage counts only if the record is still the same afterwards.
 */
export async function openProject(sources: Sources, id: string): Promise<Opened> {
  for (let attempt = 1; ; attempt++) {
    const project = await sources.project(id);
    const record = await readRecord(project);
    const opened = await outcome(openAs(sources, id, project, record));
    const unharmed = 'value' in opened && opened.value.found.damage.length === 0;
    if (unharmed || attempt === ATTEMPTS || same(record, await readRecord(await sources.project(id)))) {
      if ('error' in opened) throw opened.error;
      return opened.value;
    }
  }
}

const outcome = <T>(work: Promise<T>): Promise<{ value: T } | { error: unknown }> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

const same = (a: FoundRecord, b: FoundRecord): boolean => JSON.stringify(a) === JSON.stringify(b);

async function openAs(sources: Sources, id: string, project: Folder | null, record: FoundRecord): Promise<Opened> {
  if (record.state === 'newer') throw new AppError('project.newer', { format: record.format, known: record.known });
  const unknown = new AppError('storage.unknown-project', { id });
  if (!project || (record.state === 'whole' && !record.record.current)) throw unknown;
  const candidates = await candidatesOf(project, record);
  if (record.state === 'missing' && (!candidates.length || (await isRemoved(project)))) throw unknown;
  const { chosen, damage, bad } = await choose(sources, id, candidates);
  if (!chosen) throw new AppError('storage.damaged', { file: RECORD, reason: damage[0]?.reason ?? faultOf(record) });
  const found: FoundProject = {
    // A form that knew no ids gets a new one with each reading; the folder's is the one that counts.
    document: { ...chosen.document, id },
    sequence: record.state === 'whole' ? record.record.sequence : (candidates[0]?.sequence ?? 0),
    damage: [...recordDamage(record), ...damage],
    generation: chosen.ref.sequence === candidates[0]?.sequence ? 'current' : 'previous',
    written: chosen.ref.written,
    ...(chosen.migratedFrom !== undefined && { migratedFrom: chosen.migratedFrom }),
    marks: await readMarks(project).catch(() => ({})),
  };
  return { found, bad };
}

const faultOf = (record: FoundRecord): Fault => (record.state === 'damaged' ? record.reason : 'missing');

const recordDamage = (record: FoundRecord): Damage[] =>
  record.state === 'whole' ? [] : [{ part: 'record', name: RECORD, reason: faultOf(record) }];

/** What the record names; without a record, all that is there, the newest first. */
async function candidatesOf(project: Folder, found: FoundRecord): Promise<Candidate[]> {
  if (found.state === 'whole') {
    const { current, previous, backup } = found.record;
    const refs = [current, previous, backup].filter((ref): ref is GenerationRef => ref !== null);
    return refs.map((ref) => ({ sequence: ref.sequence, read: () => readGeneration(project, ref) }));
  }
  const sequences = await sequencesIn(project);
  return sequences.map((sequence) => ({ sequence, read: () => readUnnamed(project, sequence) }));
}

/** Parts of the newest are worth more than the whole of one that is older than the one before it. */
const READABLE = 2;

interface Choice {
  chosen: Generation | null;
  damage: Damage[];
  bad: BadFiles;
}

/** The newest generation that is whole; if none is, the newest that can be read, without what is damaged of it. */
async function choose(sources: Sources, id: string, candidates: readonly Candidate[]): Promise<Choice> {
  const check = new FileCheck(sources, id);
  const unreadable: Damage[] = [];
  let newest: { generation: Generation; damage: Damage[] } | null = null;
  let readable = 0;
  for (const { sequence, read } of candidates) {
    if (readable === READABLE) break;
    const generation = await read();
    if (isFault(generation)) {
      if (!newest) unreadable.push({ part: 'generation', name: generationName(sequence), reason: generation });
      continue;
    }
    readable++;
    const damage = damageBy(generation.document, await check.badFiles(generation.document));
    newest ??= { generation, damage };
    if (!damage.length) return { chosen: generation, damage: [...unreadable, ...newest.damage], bad: check.own };
  }
  if (!newest) return { chosen: null, damage: unreadable, bad: check.own };
  const { generation, damage } = newest;
  const chosen = { ...generation, document: without(generation.document, damage) };
  return { chosen, damage: [...unreadable, ...damage], bad: check.own };
}

/** How many files are read at once: hashing one goes on beside reading the next. */
const AT_ONCE = 3;

/** Checks each file once, however many generations name it. */
class FileCheck {
  /** Files that are bad on the project's own disk, mended by another copy or not. */
  readonly own = new Map<string, Fault>();
  readonly #known = new Map<string, Fault | null>();
  readonly #sources: Sources;
  readonly #id: string;

  constructor(sources: Sources, id: string) {
    this.#sources = sources;
    this.#id = id;
  }

  async badFiles(document: ProjectDocument): Promise<BadFiles> {
    const refs = new Map(filesOf(document).map(({ ref }) => [keyOf(ref), ref]));
    const waiting = [...refs.values()].filter((ref) => !this.#known.has(keyOf(ref)));
    const lane = async (): Promise<void> => {
      for (let ref = waiting.shift(); ref; ref = waiting.shift()) this.#known.set(keyOf(ref), await this.#check(ref));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const bad = [...refs].map(([key, ref]) => [ref.file, this.#known.get(key)] as const);
    return new Map(bad.filter((each): each is [string, Fault] => each[1] != null));
  }

  async #check(ref: FileRef): Promise<Fault | null> {
    const reason = await this.#sources.ownFault(this.#id, ref);
    if (!reason) return null;
    this.own.set(ref.file, reason);
    return (await this.#sources.elsewhere(this.#id, ref)) ? null : reason;
  }
}

/** A file's length is the document's claim: two documents may differ in it. */
const keyOf = ({ file, bytes }: FileRef): string => `${file} ${bytes}`;
