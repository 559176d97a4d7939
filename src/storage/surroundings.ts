import type { Folder } from './folder.ts';
import { MemoryFolder } from './memory-folder.ts';
import type { Free } from './write.ts';

/** As much of the Web Locks API as a commit needs. */
export interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** All that the store needs of the browser. */
export interface Surroundings {
  kind: 'disk' | 'memory';
  root: Folder;
  locks: Locks;
  estimate(): Promise<{ used: number; quota: number } | null>;
  persisted(): Promise<boolean | null>;
}

/** What projects may take where they are kept in memory only. */
const MOST_IN_MEMORY = 1 << 30;

/** The free bytes by the browser's own word. */
export const freeOf =
  ({ estimate }: Surroundings): Free =>
  async () => {
    const room = await estimate();
    return room && room.quota - room.used;
  };

/** The browser's private files; memory, where it has none for this page. */
export async function surroundings(): Promise<Surroundings> {
  const { storage, locks } = navigator;
  const common = { locks: locks as Locks, persisted: async () => (await storage?.persisted?.()) ?? null };
  const root = await privateFiles();
  if (!root) return inMemory(common);
  return {
    ...common,
    kind: 'disk',
    root,
    estimate: async () => {
      const { usage, quota } = await storage.estimate();
      return usage === undefined || quota === undefined ? null : { used: usage, quota };
    },
  };
}

function inMemory(common: Pick<Surroundings, 'locks' | 'persisted'>): Surroundings {
  const root = new MemoryFolder(MOST_IN_MEMORY);
  return { ...common, kind: 'memory', root, estimate: async () => ({ used: root.used, quota: MOST_IN_MEMORY }) };
}

async function privateFiles(): Promise<Folder | null> {
  try {
    const root = (await navigator.storage.getDirectory()) as unknown as Folder;
    return canWrite() ? root : null;
  } catch {
    // No OPFS in this window: private browsing in some browsers, storage turned off.
    return null;
  }
}

function canWrite(): boolean {
  const file = globalThis.FileSystemFileHandle?.prototype as object | undefined;
  return file !== undefined && 'createSyncAccessHandle' in file && 'move' in file;
}
