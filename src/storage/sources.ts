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
    const own = await checkedBytes(await this.data(id), ref);
    return isFault(own) ? ((await this.elsewhere(id, ref)) ?? own) : own;
  }

  /** What is wrong with the project's own copy, or null. */
  async ownFault(id: string, ref: FileRef): Promise<Fault | null> {
    const own = await checkedBytes(await this.data(id), ref);
    return isFault(own) ? own : null;
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
      const bytes = await checkedBytes(await dataFolder(other), ref);
      if (!isFault(bytes)) return bytes;
    }
    return null;
  }
}
