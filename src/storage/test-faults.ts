import type { FileAccess, FileEntry, Folder } from './folder.ts';
import { entriesOf } from './folder.ts';
import type { MemoryFolder } from './memory-folder.ts';

/** What goes wrong on a disk. */
export interface Faults {
  /** The change of the disk (counted from 1) that does not come to its end; nothing works after it. */
  crashAt?: number;
  /** The bytes that the disk takes, and how it refuses more: by an error, as Chromium does (4294967288), by a short count. */
  quota?: { most: number; way: 'throws' | 'chromium' | 'short' };
  /** How often flush fails. */
  flushes?: number;
  /** The names that no file can be renamed to. */
  unmovable?: (name: string) => boolean;
  /** Turns a bit of what is written, once. */
  corrupts?: boolean;
  /** Waited for before each step, so that two tabs meet in many ways. */
  pause?: () => Promise<void>;
}

export class Crashed extends Error {}

/** What Chromium answers where the disk is full. */
const REFUSED = 4294967288;

/** A disk in memory that fails as it is told; `root` is what the store gets, `memory` what is left after a crash. */
export class FaultyDisk {
  readonly memory: MemoryFolder;
  readonly faults: Faults;
  /** How often the disk was changed. */
  changes = 0;
  #crashed = false;

  constructor(memory: MemoryFolder, faults: Faults = {}) {
    this.memory = memory;
    this.faults = faults;
  }

  get root(): Folder {
    return new FaultyFolder(this, this.memory);
  }

  async step(): Promise<void> {
    this.live();
    await this.faults.pause?.();
    this.live();
  }

  live(): void {
    if (this.#crashed) throw new Crashed();
  }

  /** Counts a change; at the one that is cut short, does `part` of it and ends everything. */
  change(part: () => void = () => undefined): void {
    this.live();
    if (++this.changes !== this.faults.crashAt) return;
    this.#crashed = true;
    part();
    throw new Crashed();
  }

  room(): number {
    return this.faults.quota ? Math.max(0, this.faults.quota.most - this.memory.used) : Infinity;
  }

  /** A full disk refuses new names too. */
  name(): void {
    if (this.room() === 0) throw new DOMException('full', 'QuotaExceededError');
  }
}

class FaultyFolder implements Folder {
  readonly kind = 'directory';
  readonly name: string;
  readonly #disk: FaultyDisk;
  readonly #inner: Folder;

  constructor(disk: FaultyDisk, inner: Folder) {
    this.name = inner.name;
    this.#disk = disk;
    this.#inner = inner;
  }

  async getDirectoryHandle(name: string, options: { create?: boolean } = {}): Promise<Folder> {
    await this.#disk.step();
    await this.#creates(name, options);
    return new FaultyFolder(this.#disk, await this.#inner.getDirectoryHandle(name, options));
  }

  async getFileHandle(name: string, options: { create?: boolean } = {}): Promise<FileEntry> {
    await this.#disk.step();
    await this.#creates(name, options);
    return new FaultyEntry(this.#disk, await this.#inner.getFileHandle(name, options));
  }

  async removeEntry(name: string, options: { recursive?: boolean } = {}): Promise<void> {
    await this.#disk.step();
    if (options.recursive) await this.#emptyFirst(name);
    this.#disk.change();
    await this.#inner.removeEntry(name, options);
  }

  async *values(): AsyncGenerator<Folder | FileEntry> {
    await this.#disk.step();
    for (const entry of await entriesOf(this.#inner))
      yield entry.kind === 'directory' ? new FaultyFolder(this.#disk, entry) : new FaultyEntry(this.#disk, entry);
  }

  async #creates(name: string, { create }: { create?: boolean }): Promise<void> {
    if (!create || (await entriesOf(this.#inner)).some((entry) => entry.name === name)) return;
    this.#disk.name();
    this.#disk.change();
  }

  /** Removing a tree is many changes: a crash leaves part of it. */
  async #emptyFirst(name: string): Promise<void> {
    const child = (await entriesOf(this.#inner)).find((entry) => entry.name === name);
    if (child?.kind !== 'directory') return;
    const folder = new FaultyFolder(this.#disk, child);
    // The last first: what was written first, the record's marker above all, is not what goes first.
    for (const entry of (await entriesOf(child)).reverse()) await folder.removeEntry(entry.name, { recursive: true });
  }
}

class FaultyEntry implements FileEntry {
  readonly kind = 'file';
  readonly #disk: FaultyDisk;
  readonly #inner: FileEntry;
  #flushed = true;

  constructor(disk: FaultyDisk, inner: FileEntry) {
    this.#disk = disk;
    this.#inner = inner;
  }

  get name(): string {
    return this.#inner.name;
  }

  async getFile(): Promise<Blob> {
    await this.#disk.step();
    return this.#inner.getFile();
  }

  async createSyncAccessHandle(): Promise<FileAccess> {
    await this.#disk.step();
    const access = await this.#inner.createSyncAccessHandle();
    return this.#faulty(access);
  }

  async move(name: string): Promise<void> {
    await this.#disk.step();
    if (!this.#flushed) throw new Error('moved before it was flushed');
    this.#disk.change();
    if (this.#disk.faults.unmovable?.(name)) throw new DOMException('no', 'AbortError');
    await this.#inner.move(name);
  }

  #faulty(inner: FileAccess): FileAccess {
    const disk = this.#disk;
    return {
      read: (buffer, options) => (disk.live(), inner.read(buffer, options)),
      getSize: () => (disk.live(), inner.getSize()),
      close: () => inner.close(),
      truncate: (size) => {
        disk.change();
        inner.truncate(size);
      },
      write: (buffer, { at }) => {
        this.#flushed = false;
        disk.change(() => inner.write(buffer.slice(0, buffer.length >> 1), { at }));
        return this.#write(inner, buffer, at);
      },
      flush: () => {
        disk.change();
        if ((disk.faults.flushes ?? 0) > 0 && disk.faults.flushes!--) throw new DOMException('no', 'InvalidStateError');
        this.#flushed = true;
      },
    };
  }

  #write(inner: FileAccess, buffer: Uint8Array<ArrayBuffer>, at: number): number {
    const room = this.#disk.room();
    if (buffer.length > room && this.#disk.faults.quota!.way === 'throws')
      throw new DOMException('full', 'QuotaExceededError');
    const written = inner.write(this.#spoilt(buffer.slice(0, room)), { at });
    if (buffer.length <= room) return written;
    return this.#disk.faults.quota!.way === 'chromium' ? REFUSED : written;
  }

  #spoilt(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    if (!this.#disk.faults.corrupts || !bytes.length) return bytes;
    this.#disk.faults.corrupts = false;
    bytes[bytes.length >> 1]! ^= 16;
    return bytes;
  }
}
