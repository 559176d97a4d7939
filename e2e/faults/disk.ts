import type { Page } from '@playwright/test';

/** A file of the origin, by its path from the root. */
export interface KeptFile {
  path: string;
  bytes: number;
}

/** Runs once in the plain page: what the tests do with the origin's files. */
function install(): void {
  const copies = new Map<string, Uint8Array<ArrayBuffer>>();

  async function* walk(folder: FileSystemDirectoryHandle, at: string): AsyncGenerator<[string, FileSystemFileHandle]> {
    for await (const [name, handle] of folder.entries()) {
      const path = at ? `${at}/${name}` : name;
      if (handle.kind === 'directory') yield* walk(handle as FileSystemDirectoryHandle, path);
      else yield [path, handle as FileSystemFileHandle];
    }
  }

  const root = () => navigator.storage.getDirectory();

  async function parent(path: string, create = false): Promise<[FileSystemDirectoryHandle, string]> {
    const names = path.split('/');
    let folder = await root();
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create });
    return [folder, names.at(-1)!];
  }

  const disk = {
    async list(): Promise<KeptFile[]> {
      const found: KeptFile[] = [];
      for await (const [path, handle] of walk(await root(), '')) {
        // What the app removes meanwhile is not there.
        const file = await handle.getFile().catch(() => null);
        if (file) found.push({ path, bytes: file.size });
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
      const [folder, name] = await parent(path);
      return new Uint8Array(await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer());
    },
    async write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
      const [folder, name] = await parent(path, true);
      const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await writable.write(bytes);
      await writable.close();
    },
    async remove(path: string): Promise<void> {
      const [folder, name] = await parent(path);
      await folder.removeEntry(name, { recursive: true });
    },
    async digest(): Promise<Record<string, string>> {
      const found: Record<string, string> = {};
      for (const { path } of await disk.list()) {
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await disk.read(path)));
        found[path] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }
      return found;
    },
    async copy(): Promise<void> {
      copies.clear();
      for (const { path } of await disk.list()) copies.set(path, await disk.read(path));
    },
    async restore(): Promise<void> {
      const folder = await root();
      for await (const name of folder.keys()) await folder.removeEntry(name, { recursive: true });
      for (const [path, bytes] of copies) await disk.write(path, bytes);
    },
  };
  Object.assign(globalThis, { disk });
}

interface InPage {
  list(): Promise<KeptFile[]>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(path: string): Promise<void>;
  digest(): Promise<Record<string, string>>;
  copy(): Promise<void>;
  restore(): Promise<void>;
}

declare global {
  var disk: InPage;
}

/** The private files of the app's origin, seen and changed from a page that runs none of the app. */
export class Disk {
  private constructor(readonly page: Page) {}

  /** In a page of its own, at `/plain` of a FaultSite. */
  static async open(page: Page, address: string): Promise<Disk> {
    await page.goto(`${address}plain`);
    await page.evaluate(install);
    return new Disk(page);
  }

  list(): Promise<KeptFile[]> {
    return this.page.evaluate(() => disk.list());
  }

  /** The paths of the files whose path matches. */
  async find(pattern: RegExp): Promise<string[]> {
    return (await this.list()).map(({ path }) => path).filter((path) => pattern.test(path));
  }

  /** SHA-256 of each file, by path. */
  digest(): Promise<Record<string, string>> {
    return this.page.evaluate(() => disk.digest());
  }

  async text(path: string): Promise<string> {
    return this.page.evaluate(async (path) => new TextDecoder().decode(await disk.read(path)), path);
  }

  async writeText(path: string, text: string): Promise<void> {
    await this.page.evaluate(([path, text]) => disk.write(path!, new TextEncoder().encode(text)), [path, text]);
  }

  /** Inverts one bit at each place, given as a share of the file's length. */
  async flip(path: string, ...places: number[]): Promise<void> {
    await this.page.evaluate(
      async ([path, places]) => {
        const bytes = await disk.read(path);
        for (const place of places) bytes[Math.floor(place * bytes.length)]! ^= 1 << (Math.floor(place * 8191) % 8);
        await disk.write(path, bytes);
      },
      [path, places] as const,
    );
  }

  /** Keeps the first part of a file, given as a share of its length. */
  async cut(path: string, share: number): Promise<void> {
    await this.page.evaluate(
      async ([path, share]) => {
        const bytes = await disk.read(path);
        await disk.write(path, bytes.slice(0, Math.floor(share * bytes.length)));
      },
      [path, share] as const,
    );
  }

  async remove(path: string): Promise<void> {
    await this.page.evaluate((path) => disk.remove(path), path);
  }

  /** Remembers every file as it is now. */
  async copy(): Promise<void> {
    await this.page.evaluate(() => disk.copy());
  }

  /** Puts every file back as it was copied, and removes all others. */
  async restore(): Promise<void> {
    await this.page.evaluate(() => disk.restore());
  }
}
