import type { Engine } from '../contract/engine.ts';
import type { KeptBytes } from '../contract/storage.ts';
import { fullFrom } from './banners.ts';
import type { Workspace } from './workspace.svelte.ts';

export type Storage = Awaited<ReturnType<Engine['storage']>>;

/** What the browser itself says about the promise. */
export interface Evidence {
  /** Addresses of other origins that the page has asked for since it was loaded; an empty list is the promise. */
  foreign: string[];
  /** How many files of its own origin it has read. */
  own: number;
  isolated: boolean;
  trustedTypes: boolean;
  worker: boolean;
  offline: boolean;
}

async function hasPrecache(): Promise<boolean> {
  if (!('caches' in globalThis)) return false;
  const names = await caches.keys();
  const sizes = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return sizes.some((size) => size > 0);
}

async function collect(): Promise<Evidence> {
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
  const foreign = loaded.filter(
    (address) => /^(https?|wss?):/.test(address) && new URL(address).origin !== location.origin,
  );
  const worker = navigator.serviceWorker?.controller != null;
  return {
    foreign,
    own: loaded.length - foreign.length,
    isolated: globalThis.crossOriginIsolated,
    trustedTypes: 'trustedTypes' in globalThis,
    worker,
    offline: worker && (await hasPrecache()),
  };
}

/** The bytes of a project, added up. */
export interface ProjectBytes {
  id: string;
  name: string;
  tables: number;
  models: number;
  documents: number;
  older: number;
  total: number;
}

/** One row of the table of bytes. */
export function projectBytes({ id, name, tables, models, documents, older }: KeptBytes): ProjectBytes {
  const ofTables = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  return { id, name, tables: ofTables, models, documents, older, total: ofTables + models + documents + older };
}

/** Where the data is, how much of it, and what has been sent. */
export class Privacy {
  storage = $state.raw<Storage | null>(null);
  memory = $state.raw<{ used: number; limit: number } | null>(null);
  evidence = $state.raw<Evidence | null>(null);

  readonly projects: ProjectBytes[] = $derived((this.storage?.projects ?? []).map(projectBytes));
  /** The share of the browser's room that is used, and from which share on it is warned; null where the browser doesn't tell. */
  readonly room = $derived.by(() => {
    const room = this.storage?.room;
    if (!room || room.kind === 'memory' || room.quota === 0) return null;
    return { used: room.used, quota: room.quota, share: room.used / room.quota, warnFrom: fullFrom };
  });

  constructor(readonly workspace: Workspace) {}

  async read(): Promise<void> {
    const { engine } = this.workspace;
    [this.storage, this.memory, this.evidence] = await Promise.all([engine.storage(), engine.memory(), collect()]);
  }
}
