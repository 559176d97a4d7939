import type { FileRef } from '../contract/document.ts';
import { AppError } from '../core/errors.ts';
import type { Folder } from './folder.ts';
import { folderIn } from './folder.ts';
import type { Fault } from './project-folder.ts';
import { checkedBytes, dataFolder, isFault, projectFolders, projectsFolder, sized } from './project-folder.ts';

/** Bytes that wait in this worker's memory until the disk takes them: by project, then by file. */
export type Held = Map<string, Map<string, Uint8Array<ArrayBuffer>>>;

/**
 * Where the bytes of a file can come from: the project's own folder, this worker's memory, or another project that holds the
 * same content under the same hash.
 */
export class Sources {
  readonly #root: Folder;
  readonly held: Held = new Map();
  /** Files that this worker has found whole, and when they were last written: data are never altered, so once is enough. */
  readonly #whole = new Map<string, number>();

  constructor(root: Folder) {
    this.#root = root;
  }

  /** The project's folder, or null. */
  async project(id: string): Promise<Folder | null> {
    const projects = await projectsFolder(this.#root);
    return projects && folderIn(projects, id);
  }

  async data(id: string): Promise<Folder | null> {
    return dataFolder(await this.project(id));
  }

  /** Whole bytes from wherever they can be had; else why the project's own file is of no use. */
  async bytes(id: string, ref: FileRef): Promise<Uint8Array<ArrayBuffer> | Fault> {
    const own = await this.#own(id, ref);
    return isFault(own) ? ((await this.elsewhere(id, ref)) ?? own) : own;
  }

  /** What is wrong with the project's own copy, or null. */
  async ownFault(id: string, ref: FileRef): Promise<Fault | null> {
    const file = await this.#sized(id, ref);
    if (isFault(file) || this.#isKnown(id, ref, file)) return isFault(file) ? file : null;
    const own = await this.#own(id, ref);
    return isFault(own) ? own : null;
  }

  async #own(id: string, ref: FileRef): Promise<Uint8Array<ArrayBuffer> | Fault> {
    const file = await this.#sized(id, ref);
    if (isFault(file)) return file;
    const isKnown = this.#isKnown(id, ref, file);
    const bytes = await checkedBytes(file, ref, !isKnown);
    if (!isFault(bytes)) this.#whole.set(keyOf(id, ref), writtenAt(file));
    return bytes;
  }

  async #sized(id: string, ref: FileRef): Promise<Blob | Fault> {
    return sized(await this.data(id), ref).catch(() => 'unreadable');
  }

  #isKnown(id: string, ref: FileRef, file: Blob): boolean {
    return this.#whole.get(keyOf(id, ref)) === writtenAt(file);
  }

  /** As `bytes`, but throws `storage.damaged` (file, reason). */
  async wholeBytes(id: string, ref: FileRef): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.bytes(id, ref);
    if (isFault(bytes)) throw new AppError('storage.damaged', { file: ref.file, reason: bytes });
    return bytes;
  }

  /** As `wholeBytes`, but leaves the content on the disk where it can. */
  async blob(id: string, ref: FileRef): Promise<Blob> {
    const bytes = await this.wholeBytes(id, ref);
    const file = await sized(await this.data(id), ref);
    return isFault(file) ? new Blob([bytes]) : file;
  }

  /** A whole copy from memory or another project. */
  async elsewhere(id: string, ref: FileRef): Promise<Uint8Array<ArrayBuffer> | null> {
    const held = this.held.get(id)?.get(ref.file);
    if (held) return held.slice();
    for (const other of await projectFolders(this.#root)) {
      if (other.name === id) continue;
      const bytes = await this.#own(other.name, ref);
      if (!isFault(bytes)) return bytes;
    }
    return null;
  }
}

const keyOf = (id: string, { file }: FileRef): string => `${id}/${file}`;

/** A folder in memory makes its files anew each time they are asked for: those are never known. */
const writtenAt = (file: Blob): number => (file instanceof File ? file.lastModified : NaN);
