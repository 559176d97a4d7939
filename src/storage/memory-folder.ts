import type { FileAccess, FileEntry, Folder } from './folder.ts';

const failure = (name: string): DOMException => new DOMException(name, name);

/** What all folders of one tree share: how much they may hold. */
class Space {
  used = 0;
  readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  take(bytes: number): void {
    if (this.used + bytes > this.most) throw failure('QuotaExceededError');
    this.used += bytes;
  }
}

class MemoryFile {
  readonly kind = 'file';
  bytes = new Uint8Array(0);
  /** The length in use; the array beneath may be longer. */
  length = 0;
  open = false;
}

type Node = MemoryFile | MemoryFolder;

class MemoryAccess implements FileAccess {
  readonly #file: MemoryFile;
  readonly #space: Space;

  constructor(file: MemoryFile, space: Space) {
    if (file.open) throw failure('NoModificationAllowedError');
    file.open = true;
    this.#file = file;
    this.#space = space;
  }

  read(buffer: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    const part = this.#opened().bytes.subarray(at, Math.min(this.#file.length, at + buffer.length));
    buffer.set(part);
    return part.length;
  }

  write(buffer: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    const end = at + buffer.length;
    if (end > this.#opened().length) this.truncate(end);
    this.#file.bytes.set(buffer, at);
    return buffer.length;
  }

  truncate(size: number): void {
    const file = this.#opened();
    this.#space.take(size - file.length);
    const kept = file.bytes.subarray(0, Math.min(size, file.length));
    file.bytes = new Uint8Array(size);
    file.bytes.set(kept);
    file.length = size;
  }

  flush(): void {
    this.#opened();
  }

  getSize(): number {
    return this.#opened().length;
  }

  close(): void {
    this.#file.open = false;
  }

  #opened(): MemoryFile {
    if (!this.#file.open) throw failure('InvalidStateError');
    return this.#file;
  }
}

class MemoryEntry implements FileEntry {
  readonly kind = 'file';
  readonly #siblings: Map<string, Node>;
  readonly #space: Space;
  #name: string;

  constructor(name: string, siblings: Map<string, Node>, space: Space) {
    this.#name = name;
    this.#siblings = siblings;
    this.#space = space;
  }

  get name(): string {
    return this.#name;
  }

  async getFile(): Promise<Blob> {
    const { bytes, length } = this.#file();
    return new Blob([bytes.subarray(0, length)]);
  }

  async createSyncAccessHandle(): Promise<FileAccess> {
    return new MemoryAccess(this.#file(), this.#space);
  }

  async move(name: string): Promise<void> {
    const file = this.#file();
    const there = this.#siblings.get(name);
    if (file.open || (there && (there.kind === 'directory' || there.open))) throw failure('NoModificationAllowedError');
    if (there) this.#space.take(-there.length);
    this.#siblings.delete(this.#name);
    this.#siblings.set(name, file);
    this.#name = name;
  }

  #file(): MemoryFile {
    const file = this.#siblings.get(this.#name);
    if (file?.kind !== 'file') throw failure('NotFoundError');
    return file;
  }
}

/** A folder in memory: what projects are kept in where the browser keeps no files for pages. Errors are those of OPFS. */
export class MemoryFolder implements Folder {
  readonly kind = 'directory';
  readonly name: string;
  readonly #nodes = new Map<string, Node>();
  readonly #space: Space;

  /** `most`: the bytes that it and all folders below it may hold. */
  constructor(most = Infinity, name = '', space = new Space(most)) {
    this.name = name;
    this.#space = space;
  }

  /** The bytes of all files, below too. */
  get used(): number {
    return this.#space.used;
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    const found = this.#nodes.get(checked(name));
    if (found?.kind === 'file') throw failure('TypeMismatchError');
    if (!found && !create) throw failure('NotFoundError');
    const folder = found ?? new MemoryFolder(this.#space.most, name, this.#space);
    this.#nodes.set(name, folder);
    return folder;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<FileEntry> {
    const found = this.#nodes.get(checked(name));
    if (found?.kind === 'directory') throw failure('TypeMismatchError');
    if (!found && !create) throw failure('NotFoundError');
    if (!found) this.#nodes.set(name, new MemoryFile());
    return new MemoryEntry(name, this.#nodes, this.#space);
  }

  async removeEntry(name: string, { recursive = false } = {}): Promise<void> {
    const found = this.#nodes.get(checked(name));
    if (!found) throw failure('NotFoundError');
    if (found.kind === 'directory') await found.#empty(recursive);
    else if (found.open) throw failure('NoModificationAllowedError');
    else this.#space.take(-found.length);
    this.#nodes.delete(name);
  }

  async *values(): AsyncGenerator<Folder | FileEntry> {
    for (const [name, node] of [...this.#nodes])
      yield node.kind === 'directory' ? node : new MemoryEntry(name, this.#nodes, this.#space);
  }

  async #empty(recursive: boolean): Promise<void> {
    if (!recursive && this.#nodes.size) throw failure('InvalidModificationError');
    for (const name of [...this.#nodes.keys()]) await this.removeEntry(name, { recursive });
  }
}

function checked(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) throw new TypeError('Name is not allowed.');
  return name;
}
