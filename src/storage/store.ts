import type { FileRef, ProjectDocument } from '../contract/document.ts';
import type { FoundProject, KeptBytes, KeptProject, PackOptions, Room, StorageApi } from '../contract/storage.ts';
import { AppError } from '../core/errors.ts';
import { commitLock, commitProject, writeData } from './commit.ts';
import { sha256 } from './digest.ts';
import { filesOf } from './document.ts';
import { refusable } from './errors.ts';
import { keptBytes } from './kept-bytes.ts';
import { halfRemoved, listProjects } from './list.ts';
import { removeMark, writeMark } from './marks.ts';
import { openProject } from './open.ts';
import type { Fault } from './project-folder.ts';
import { makeProjectsFolder, projectFolders, projectsFolder } from './project-folder.ts';
import { readRecord } from './record.ts';
import { removeProject } from './remove.ts';
import { scanFiles } from './scan.ts';
import { Sources } from './sources.ts';
import type { Surroundings } from './surroundings.ts';
import { freeOf } from './surroundings.ts';

/** Projects in the private files of the origin: see `contract/storage.ts`, and README.md for the protocol. */
export class Store implements StorageApi {
  readonly #around: Surroundings;
  readonly #sources: Sources;
  /** By project, the files that were put and not yet committed. */
  readonly #pending = new Map<string, Set<string>>();
  /** By project, the files that were found bad on the disk. */
  readonly #bad = new Map<string, Map<string, Fault>>();
  /** By project, the commit under way: it may be collecting what a put takes to be there. */
  readonly #committing = new Map<string, Promise<unknown>>();

  constructor(around: Surroundings) {
    this.#around = around;
    this.#sources = new Sources(around.root);
  }

  async list(): Promise<KeptProject[]> {
    for (const id of await halfRemoved(this.#around.root)) await this.remove(id).catch(() => undefined);
    return listProjects(this.#around.root);
  }

  async open(id: string): Promise<FoundProject> {
    const { found, bad } = await openProject(this.#sources, id);
    this.#bad.set(id, new Map(bad));
    return found;
  }

  read(id: string, ref: FileRef): Promise<Uint8Array> {
    return this.#sources.wholeBytes(id, ref);
  }

  async put(id: string, bytes: Uint8Array, kind: 'arrow' | 'json', inMemory = false): Promise<FileRef> {
    const sum = await sha256(bytes);
    const ref: FileRef = { file: `data/${sum}.${kind}`, bytes: bytes.length, sha256: sum };
    while (this.#committing.has(id)) await this.#committing.get(id)!.catch(() => undefined);
    const content = bytes as Uint8Array<ArrayBuffer>;
    if (inMemory) entryOf(this.#sources.held, id, () => new Map()).set(ref.file, content);
    else await refusable(bytes.length, () => this.#keep(id, ref, content));
    return ref;
  }

  async #keep(id: string, ref: FileRef, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    entryOf(this.#pending, id, () => new Set<string>()).add(ref.file);
    if ((await this.#sources.ownFault(id, ref)) === null) return;
    const projects = await makeProjectsFolder(this.#around.root);
    const project = await projects.getDirectoryHandle(id, { create: true });
    await writeData(this.#around, project, ref, bytes);
    this.#bad.get(id)?.delete(ref.file);
  }

  async commit(id: string, document: ProjectDocument, after: number): Promise<number> {
    const context = {
      surroundings: this.#around,
      sources: this.#sources,
      bad: this.#bad.get(id) ?? new Map<string, Fault>(),
      pending: entryOf(this.#pending, id, () => new Set<string>()),
    };
    const work = refusable(JSON.stringify(document).length, () => commitProject(context, id, document, after));
    this.#committing.set(id, work);
    try {
      const sequence = await work;
      this.#settle(id, document);
      return sequence;
    } finally {
      if (this.#committing.get(id) === work) this.#committing.delete(id);
    }
  }

  /** What a committed document names is on the disk, whole, and no longer in anybody's care. */
  #settle(id: string, document: ProjectDocument): void {
    for (const { ref } of filesOf(document)) {
      this.#pending.get(id)?.delete(ref.file);
      this.#bad.get(id)?.delete(ref.file);
      this.#sources.held.get(id)?.delete(ref.file);
    }
  }

  async mark(id: string, name: string, value: unknown): Promise<void> {
    if (value == null) return removeMark(await this.#sources.project(id), name);
    await refusable(JSON.stringify(value).length, async () => {
      const projects = await makeProjectsFolder(this.#around.root);
      const project = await projects.getDirectoryHandle(id, { create: true });
      await writeMark(project, name, value, freeOf(this.#around));
    });
  }

  async duplicate(id: string, to: { id: string; name: string }): Promise<void> {
    const { document, damage } = await this.open(id);
    if (damage.length) throw new AppError('storage.damaged', { file: damage[0]!.name, reason: damage[0]!.reason });
    await this.#making(to.id, async () => {
      for (const { ref } of filesOf(document)) await this.#keep(to.id, ref, await this.#sources.wholeBytes(id, ref));
      await this.commit(to.id, { ...document, id: to.id, name: to.name }, 0);
    });
  }

  /** Makes a project that is not there yet; whatever fails, nothing of it stays. */
  async #making<T>(id: string, work: () => Promise<T>): Promise<T> {
    const found = await readRecord(await this.#sources.project(id));
    if (found.state !== 'missing') throw new AppError('storage.conflict', { expected: 0, found: 1 });
    try {
      return await work();
    } catch (error) {
      await this.remove(id).catch(() => undefined);
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await this.#around.locks.request(commitLock(id), async () => {
      const projects = await projectsFolder(this.#around.root);
      if (projects) await removeProject(projects, id);
    });
    this.#pending.delete(id);
    this.#bad.delete(id);
    this.#sources.held.delete(id);
  }

  async removeAll(): Promise<void> {
    for (const { name } of await projectFolders(this.#around.root)) await this.remove(name);
  }

  bytes(): Promise<KeptBytes[]> {
    return keptBytes(this.#around.root);
  }

  async room(): Promise<Room> {
    const [estimate, persisted] = await Promise.all([this.#around.estimate(), this.#around.persisted()]);
    return { kind: this.#around.kind, used: estimate?.used ?? 0, quota: estimate?.quota ?? 0, persisted };
  }

  scan(patterns: Uint8Array[], except: string[]): ReturnType<StorageApi['scan']> {
    return scanFiles(this.#around.root, patterns, except);
  }

  async pack(document: ProjectDocument, options: PackOptions): Promise<Blob> {
    const { packProject } = await import('./archive/pack.ts');
    return packProject(document, (ref) => this.#sources.blob(document.id, ref), options);
  }

  async unpack(
    file: Blob,
    id: string,
    { passphrase, name }: { passphrase?: string; name?: string } = {},
  ): Promise<FoundProject> {
    const { unpackProject } = await import('./archive/unpack.ts');
    return this.#making(id, async () => {
      const put = (bytes: Uint8Array, kind: 'arrow' | 'json') => this.put(id, bytes, kind);
      const { document, migratedFrom } = await unpackProject(file, put, {
        ...(passphrase !== undefined && { passphrase }),
      });
      await this.commit(id, { ...document, id, name: name ?? document.name }, 0);
      const found = await this.open(id);
      return migratedFrom === undefined ? found : { ...found, migratedFrom };
    });
  }
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  if (!map.has(key)) map.set(key, make());
  return map.get(key)!;
}
