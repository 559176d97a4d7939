/** An exclusive, synchronous handle of a file: `FileSystemSyncAccessHandle`, as far as it is used. */
export interface FileAccess {
  read(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  /** Resolves to the bytes written; Chromium answers 4294967288 where the disk is full, others may throw or write less. */
  write(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  getSize(): number;
  close(): void;
}

/** `FileSystemFileHandle`, as far as it is used, with `move`, which TypeScript lacks: it renames over what is there. */
export interface FileEntry {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<Blob>;
  createSyncAccessHandle(): Promise<FileAccess>;
  move(name: string): Promise<void>;
}

/** `FileSystemDirectoryHandle`, as far as it is used: OPFS has it as it is, memory in its likeness. */
export interface Folder {
  readonly kind: 'directory';
  readonly name: string;
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<Folder>;
  getFileHandle(name: string, options?: { create?: boolean }): Promise<FileEntry>;
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>;
  values(): AsyncIterable<Folder | FileEntry>;
}

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

export const isMissing = (error: unknown): boolean => named(error, 'NotFoundError');
export const isQuota = (error: unknown): boolean => named(error, 'QuotaExceededError');
/** What a `File` answers when the file was replaced after it was asked for. */
const isStale = (error: unknown): boolean => named(error, 'NotReadableError');

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The folder of that name, or null. */
export const folderIn = (folder: Folder, name: string): Promise<Folder | null> =>
  orNull(folder.getDirectoryHandle(name));

/** The file of that name, or null. Never a synchronous handle: these are exclusive, and other tabs read too. */
export const fileIn = (folder: Folder | null, name: string): Promise<Blob | null> =>
  folder ? orNull(folder.getFileHandle(name).then((file) => file.getFile())) : Promise.resolve(null);

/** Removes a file or folder; nothing happens where there is none. */
export const removeIn = async (folder: Folder, name: string): Promise<void> => {
  await orNull(folder.removeEntry(name, { recursive: true }));
};

export async function entriesOf(folder: Folder | null): Promise<(Folder | FileEntry)[]> {
  const entries: (Folder | FileEntry)[] = [];
  if (folder) for await (const entry of folder.values()) entries.push(entry);
  return entries;
}

/** Every file below a folder with its path. */
export async function* filesBelow(folder: Folder, path = ''): AsyncGenerator<{ path: string; entry: FileEntry }> {
  for (const entry of await entriesOf(folder)) {
    const at = path ? `${path}/${entry.name}` : entry.name;
    if (entry.kind === 'directory') yield* filesBelow(entry, at);
    else yield { path: at, entry };
  }
}

const ATTEMPTS = 5;

/** The bytes of a small file that may be replaced at any moment; null if there is none, or more than `most` bytes. */
export async function bytesIn(
  folder: Folder | null,
  name: string,
  most: number,
): Promise<Uint8Array | null | 'length'> {
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await fileIn(folder, name);
      if (!file) return null;
      return file.size > most ? 'length' : new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (isMissing(error)) return null;
      if (attempt === ATTEMPTS || !isStale(error)) throw error;
    }
  }
}

/** For what is listed and then read: another tab may have removed it in between. */
export function nullIfGone(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
}
